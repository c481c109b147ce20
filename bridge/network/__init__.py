"""How Telegram is reached: the proxy, the certificates, and the clients for every library that sends requests.

No other module of the product makes an HTTP client. So all clients obey the same proxy and certificates.
"""
