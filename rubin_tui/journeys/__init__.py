"""The journeys: each connects what widgets ask for to the engine, and owns its workers."""
