"""How a message leaves and how news of it comes back: e-mail by SMTP and a post box, SMS by SMPP or
by a gateway over HTTPS. What was certainly not taken is told apart from what nobody knows, and
nothing is ever sent a second time here."""
