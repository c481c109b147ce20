"""How Telegram is reached: the proxy, the certificates, and the clients of every library that asks it something.

No other module of the product makes an HTTP client: what one of them obeys, all of them obey.
"""
