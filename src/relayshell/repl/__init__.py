"""The prompt: adapters between prompt_toolkit and the shell, with no logic of their own.

Imported only when someone types: prompt_toolkit costs more than the shell itself to load.
"""
