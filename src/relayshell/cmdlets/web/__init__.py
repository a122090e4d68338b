"""Invoke-WebRequest and Invoke-RestMethod: speaking HTTP, and what scripts see of the answers.

`exchange` speaks, over Python's http.client; `cookies`, `session` and `answers` are what scripts hold; `request` has the
parameters both cmdlets share.
"""
