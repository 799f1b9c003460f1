"""OpenAI, ElevenLabs and Amazon Polly on loopback, as their SDKs know them; faults by rule, every call written down.

Nothing here is the product's: tests and trials only. Nothing is ever bought from it.
"""

from storytailor_dagster_tests.emulator.emulator import Call, Emulator
from storytailor_dagster_tests.emulator.rules import Fault, Rule
from storytailor_dagster_tests.emulator.server import running_emulator

__all__ = ["Call", "Emulator", "Fault", "Rule", "running_emulator"]
