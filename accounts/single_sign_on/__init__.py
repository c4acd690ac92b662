"""Single sign-on with an organisation's own login (OpenID Connect); how to set one up: docs/single-sign-on.md.

``client`` talks to the login, ``finding`` says whose it is and who somebody is there, ``refusals`` what can go wrong.
"""
