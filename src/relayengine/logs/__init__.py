"""What happened, written down for people: message tracking, conversations, connections. Formats are Exchange's.

Whoever has something to say hands over values; lines are made here, away from the hot path.
"""
