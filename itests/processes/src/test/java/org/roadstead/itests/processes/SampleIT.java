package org.roadstead.itests.processes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code bin/roadstead sample}, as README tells it: a plug-in is stopped and started, and the program notices. */
@Timeout(90)
class SampleIT {
    private static final Pattern PLUG_IN =
            Pattern.compile("pilot: the plug-in is here: (org\\.roadstead\\.samples\\.tides \\((\\d+)\\))");

    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    void theProgramNeitherMissesNorWaitsForAPlugInThatComesAndGoes() throws Exception {
        Child shell = machine.roadstead("sample");
        Matcher plugIn = shell.awaitOutput(PLUG_IN);
        shell.awaitOutput(Pattern.compile("pilot: high tide at Spithead is at \\d\\d:\\d\\d"));
        String bundle = plugIn.group(2);
        shell.type("stop " + bundle);
        shell.awaitOutput(Pattern.compile(
                "pilot: the plug-in has gone: its owner " + Pattern.quote(plugIn.group(1)) + " was stopped"));
        shell.type("start " + bundle);
        shell.awaitOutput(Pattern.compile("(?s)has gone.*" + PLUG_IN.pattern()));
        shell.type("stop 0");
        shell.awaitExit();
    }
}
