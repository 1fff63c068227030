package org.roadstead.core.mach;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A bug that must be found: each looks for the other's mark after its own, and the marks are not volatile. */
@JCStressTest
@Description("A wake-up that is lost, planted")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "the waiter waits, and who signals wakes nobody")
@Outcome(expect = ACCEPTABLE, desc = "one of the two sees the other")
@State
public class PlantedStress {
    private boolean waiting;
    private boolean signalled;

    @Actor
    public void waits(ZZ_Result result) {
        waiting = true;
        result.r1 = signalled;
    }

    @Actor
    public void signals(ZZ_Result result) {
        signalled = true;
        result.r2 = waiting;
    }
}
