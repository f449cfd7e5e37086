"""Provers: what a proof imports to show a defect without sleeping, guessing or stressing.

They need nothing but the standard library (`differential` alone needs Hypothesis) and nothing else of the harness, so a
proof can import them inside any checked-out tree. A prover returns what it found, in words; the proof asserts:

    found = one_preemption(make, first, second)
    assert not found, f"stale-level: the level is read before the lock is held; {found}"

    locks          a lock that says when somebody must wait; a rival that runs until it ends or must wait
    preemption     stop one operation at each of its lines, run another there, compare with the serial orders
    gates          hold a coroutine at a chosen await
    virtual_time   clocks that leap: a virtual hour in no time, and an end for what has none
    faults         every call in turn raises, every await in turn is cancelled
    crashes        the process dies before and after every write, and starts again
    counting       sizes, living objects, depth, slope, peak of memory
    clocks         a wall clock that is set, time zones
    spread         the same in processes with different hash seeds
    differential   random operations on two versions; the shortest sequence that tells them apart
    metamorphic    permute, split, join, ask twice
"""
