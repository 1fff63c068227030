package org.roadstead.command.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        Table table = new Table("A", "LONG HEAD", "C");
        table.row("some cell", "x", "");
        table.row("äö", "y", "z");
        assertThat(table).hasToString("  A           LONG HEAD   C\n  some cell   x\n  äö          y           z\n");
    }

    @Test
    void aRowHasAsManyCellsAsTheHead() {
        assertThatThrownBy(() -> new Table("A", "B").row("x")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"0,....  0/64", "1,#...  1/64", "16,#... 16/64", "17,##.. 17/64", "63,#### 63/64", "64,#### 64/64"})
    void theBarShowsTheQueue(int depth, String expected) {
        InMemoryPorts ports = new InMemoryPorts();
        assertThat(new PortLine(ports.snapshot(), InMemoryPorts.port("p", depth, true)).queue())
                .isEqualTo(expected);
    }

    @Test
    void portsAreListedAsTheReadmeShowsThem() throws InterruptedException {
        InMemoryPorts ports = new InMemoryPorts();
        ports.show(InMemoryPorts.port("", 0, false));
        ports.show(InMemoryPorts.port("demo.slow", 33, true));
        ports.show(InMemoryPorts.port("demo.echo", 0, true));
        ports.show(InMemoryPorts.port("zzz", 0, false));
        List<PortLine> lines = PortLine.all(ports, ListVerb.DEFAULT_TIMEOUT);
        assertThat(ListVerb.table(lines)).isEqualTo("""
                          PORT        OWNER       TRANSPORTS   QUEUE        STATE
                          demo.echo   demo (12)   vm uds       ....  0/64   listening
                          demo.slow   demo (12)   vm uds       ###. 33/64   listening
                          zzz         demo (12)   vm           ....  0/64   listening (unpublished)
                          -           demo (12)   vm           ....  0/64   listening
                        """);
    }
}
