"""OpenAI, and servers that speak its protocol, behind the text, picture and check doors. No prompt is worded here."""
