"""The outside world the journeys meet: a real name server, real mail servers, a raw sink that keeps every byte."""
