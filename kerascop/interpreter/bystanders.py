"""Models of other files that a run leaves alone: what is to be said of them is said there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.interpreter.values import ModelValue


def bystanders(machine: Machine) -> frozenset[ModelValue]:
    """The models that imported modules have made and that the run does nothing to.

    It neither compiles, trains nor saves them, and has changed and called nothing that can be
    reached through the names of their module.
    """
    building = [each for each in machine.imported.values() if each.trace.models]
    if not building:
        return frozenset()
    imported, trace = machine.imported.values(), machine.trace
    compiled = {event for each in imported for event in each.trace.compiles}
    trained = {event for each in imported for event in each.trace.fits}
    concerned = {event.model for event in trace.compiles if event not in compiled}
    concerned.update(event.model for event in trace.fits if event not in trained)
    concerned.update(model for model, _ in trace.saves)
    written = machine.journal.written()
    alone = (each for each in building if each.containers.isdisjoint(written))
    return frozenset(model for each in alone for model in each.trace.models) - concerned
