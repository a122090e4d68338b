"""The sentences of delivery reports, in the languages there are. A sentence per key; {n} stands for what is filled in."""

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "failed.subject": "Undeliverable",
        "failed.intro": "Delivery has failed to these recipients or groups:",
        "delayed.subject": "Delivery delayed",
        "delayed.intro": "Delivery to these recipients or groups is delayed. The server will keep trying; there is nothing you need to do:",
        "delayed.until": "The server stops trying at {0}.",
        "delivered.subject": "Delivered",
        "delivered.intro": "Your message has been delivered to the following recipients:",
        "relayed.subject": "Relayed",
        "relayed.intro": "Delivery to these recipients or groups is complete, but no delivery notification was sent by the destination server:",
        "expanded.subject": "Expanded",
        "expanded.intro": "Your message was handed to the members of these groups:",
        "diagnostics": "Diagnostic information for administrators:",
        "server": "Generating server: {0}",
        "returned": "{0} returned '{1}'",
        "headers": "The original message is attached, or its header.",
    },
    "fr": {
        "failed.subject": "Non remis",
        "failed.intro": "Échec de la remise à ces destinataires ou groupes :",
        "delayed.subject": "Remise retardée",
        "delayed.intro": "La remise à ces destinataires ou groupes est retardée. Le serveur continue d'essayer ; vous n'avez rien à faire :",
        "delayed.until": "Le serveur cesse d'essayer le {0}.",
        "delivered.subject": "Remis",
        "delivered.intro": "Votre message a été remis aux destinataires suivants :",
        "relayed.subject": "Relayé",
        "relayed.intro": "La remise à ces destinataires ou groupes est terminée, mais le serveur de destination n'a pas envoyé de notification :",
        "expanded.subject": "Développé",
        "expanded.intro": "Votre message a été transmis aux membres de ces groupes :",
        "diagnostics": "Informations de diagnostic pour les administrateurs :",
        "server": "Serveur de génération : {0}",
        "returned": "{0} a retourné « {1} »",
        "headers": "Le message d'origine est joint, ou son en-tête.",
    },
    "de": {
        "failed.subject": "Unzustellbar",
        "failed.intro": "Die Zustellung an diese Empfänger oder Gruppen ist fehlgeschlagen:",
        "delayed.subject": "Zustellung verzögert",
        "delayed.intro": "Die Zustellung an diese Empfänger oder Gruppen ist verzögert. Der Server versucht es weiter; Sie müssen nichts tun:",
        "delayed.until": "Der Server gibt am {0} auf.",
        "delivered.subject": "Zugestellt",
        "delivered.intro": "Ihre Nachricht wurde an die folgenden Empfänger zugestellt:",
        "relayed.subject": "Weitergeleitet",
        "relayed.intro": "Die Zustellung an diese Empfänger oder Gruppen ist abgeschlossen, der Zielserver hat jedoch keine Benachrichtigung gesendet:",
        "expanded.subject": "Aufgelöst",
        "expanded.intro": "Ihre Nachricht wurde an die Mitglieder dieser Gruppen übergeben:",
        "diagnostics": "Diagnoseinformationen für Administratoren:",
        "server": "Erstellender Server: {0}",
        "returned": "{0} antwortete \"{1}\"",
        "headers": "Die ursprüngliche Nachricht oder ihr Kopf ist angehängt.",
    },
    "es": {
        "failed.subject": "No se puede entregar",
        "failed.intro": "Error de entrega a estos destinatarios o grupos:",
        "delayed.subject": "Entrega retrasada",
        "delayed.intro": "La entrega a estos destinatarios o grupos se ha retrasado. El servidor seguirá intentándolo; no tiene que hacer nada:",
        "delayed.until": "El servidor dejará de intentarlo el {0}.",
        "delivered.subject": "Entregado",
        "delivered.intro": "Su mensaje se ha entregado a los siguientes destinatarios:",
        "relayed.subject": "Retransmitido",
        "relayed.intro": "La entrega a estos destinatarios o grupos se ha completado, pero el servidor de destino no envió ninguna notificación:",
        "expanded.subject": "Expandido",
        "expanded.intro": "Su mensaje se ha entregado a los miembros de estos grupos:",
        "diagnostics": "Información de diagnóstico para los administradores:",
        "server": "Servidor que lo generó: {0}",
        "returned": "{0} devolvió '{1}'",
        "headers": "Se adjunta el mensaje original o su encabezado.",
    },
    "tr": {
        "failed.subject": "Teslim edilemedi",
        "failed.intro": "Bu alıcılara veya gruplara teslim edilemedi:",
        "delayed.subject": "Teslimat gecikti",
        "delayed.intro": "Bu alıcılara veya gruplara teslimat gecikti. Sunucu denemeyi sürdürecek; yapmanız gereken bir şey yok:",
        "delayed.until": "Sunucu şu tarihte denemeyi bırakır: {0}.",
        "delivered.subject": "Teslim edildi",
        "delivered.intro": "İletiniz şu alıcılara teslim edildi:",
        "relayed.subject": "Aktarıldı",
        "relayed.intro": "Bu alıcılara veya gruplara teslimat tamamlandı, ancak hedef sunucu bildirim göndermedi:",
        "expanded.subject": "Genişletildi",
        "expanded.intro": "İletiniz şu grupların üyelerine iletildi:",
        "diagnostics": "Yöneticiler için tanılama bilgileri:",
        "server": "Oluşturan sunucu: {0}",
        "returned": "{0} şunu döndürdü: '{1}'",
        "headers": "Özgün ileti veya üst bilgisi ektedir.",
    },
}


def words(language: str | None) -> dict[str, str]:
    """The sentences of a language given as "fr" or "fr-FR"; English where there are none."""
    return WORDS.get((language or "en").partition("-")[0].lower(), WORDS["en"])


def language_of(language: str | None) -> str:
    """The language tag that `words` really answered in."""
    tag = (language or "en").partition("-")[0].lower()
    return tag if tag in WORDS else "en"
