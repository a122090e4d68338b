"""Certificates and TLS: the store on disk, which certificate a connector means, and contexts for listening and sending.

May know settings and values; knows no session and no message. Import the modules themselves: `store` is all the shell needs.
"""
