# Relays one message and shows its way through the relay.
# Run it with: ./scripts/relayshell -File examples/first-message.ps1

$domain = (Get-AcceptedDomain | Where-Object Default).DomainName
$name = 'first-message'
$port = 10025

# A place to send to that needs no administrator, and a mailbox to write to; both made once.
if (-not (Get-ReceiveConnector | Where-Object Name -eq $name)) {
    New-ReceiveConnector -Name $name -Usage Internet -Bindings "127.0.0.1:$port" | Out-Null
}
if (-not (Get-Mailbox | Where-Object Name -eq $name)) {
    New-Mailbox -Name $name -Shared | Out-Null
}

$subject = "First message, $(Get-Date -Format 'HH:mm:ss')"
Send-MailMessage -SmtpServer localhost -Port $port -From "me@$domain" -To "$name@$domain" -Subject $subject -Body 'It works.'

# Delivery takes a moment.
foreach ($try in 1..50) {
    $events = Get-MessageTrackingLog -MessageSubject $subject
    if ($events.EventId -contains 'DELIVER') { break }
    Start-Sleep -Milliseconds 100
}
$events | Format-Table EventId, Source, Sender, Recipients, MessageSubject
