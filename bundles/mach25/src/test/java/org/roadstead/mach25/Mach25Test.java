package org.roadstead.mach25;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.Notification;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.RightType;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** No published number is another than the one that was published. */
@ShownIn(Place.FACADE)
class Mach25Test {
    private static Map<String, Integer> constants(String prefix) {
        Map<String, Integer> found = new TreeMap<>();
        for (Field field : Mach25.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getName().startsWith(prefix)) {
                try {
                    found.put(field.getName().substring(prefix.length()), field.getInt(null));
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return found;
    }

    @Test
    @Scenario("M35")
    void noReturnCodeHasAnotherNumber() {
        assertThat(constants("SEND_"))
                .containsAllEntriesOf(Map.of(
                        "SUCCESS", 0,
                        "INVALID_MEMORY", -101,
                        "INVALID_PORT", -102,
                        "TIMED_OUT", -103,
                        "WILL_NOTIFY", -105,
                        "NOTIFY_IN_PROGRESS", -106,
                        "KERNEL_REFUSED", -107,
                        "INTERRUPTED", -108,
                        "MSG_TOO_LARGE", -109,
                        "MSG_TOO_SMALL", -110));
        assertThat(constants("RCV_"))
                .containsAllEntriesOf(Map.of(
                        "SUCCESS", 0,
                        "INVALID_MEMORY", -201,
                        "INVALID_PORT", -202,
                        "TIMED_OUT", -203,
                        "TOO_LARGE", -204,
                        "NOT_ENOUGH_MEMORY", -205,
                        "ONLY_SENDER", -206,
                        "INTERRUPTED", -207,
                        "PORT_CHANGE", -208));
        assertThat(Mach25.RPC_SUCCESS).isZero();
        for (int code = -300; code < 100; code++) {
            assertThat(Mach25.msg_return_send(code)).as("" + code).isEqualTo(code <= -101 && code >= -110);
            assertThat(Mach25.msg_return_rcv(code)).as("" + code).isEqualTo(code <= -201 && code >= -208);
        }
        for (MsgReturn outcome : MsgReturn.values()) {
            assertThat(Mach25.msg_return_send(outcome.code())).isEqualTo(outcome.isSend());
            assertThat(Mach25.msg_return_rcv(outcome.code())).isEqualTo(outcome.isReceive());
            if (outcome != MsgReturn.SUCCESS) {
                assertThat(constants("")).containsEntry(outcome.name(), outcome.code());
            }
        }
    }

    @Test
    void noOptionHasAnotherBit() {
        assertThat(IntStream.of(
                                Mach25.MSG_OPTION_NONE,
                                Mach25.SEND_TIMEOUT,
                                Mach25.SEND_NOTIFY,
                                Mach25.SEND_INTERRUPT,
                                Mach25.SEND_ALWAYS,
                                Mach25.SEND_SWITCH,
                                Mach25.RCV_TIMEOUT,
                                Mach25.RCV_NO_SENDERS,
                                Mach25.RCV_INTERRUPT,
                                Mach25.RCV_LARGE)
                        .boxed())
                .containsExactly(0, 1, 2, 4, 8, 0x20, 0x100, 0x200, 0x400, 0x1000);
        assertThat(MsgOption.values())
                .allSatisfy(option -> assertThat(constants("")).containsEntry(option.name(), option.bit()));
    }

    @Test
    void noResultOfACallHasAnotherNumber() {
        assertThat(constants("KERN_"))
                .isEqualTo(Map.ofEntries(
                        Map.entry("SUCCESS", 0),
                        Map.entry("INVALID_ADDRESS", 1),
                        Map.entry("NO_SPACE", 3),
                        Map.entry("INVALID_ARGUMENT", 4),
                        Map.entry("FAILURE", 5),
                        Map.entry("RESOURCE_SHORTAGE", 6),
                        Map.entry("NOT_RECEIVER", 7),
                        Map.entry("ALREADY_IN_SET", 11),
                        Map.entry("NOT_IN_SET", 12),
                        Map.entry("NAME_EXISTS", 13),
                        Map.entry("ABORTED", 14),
                        Map.entry("INVALID_NAME", 15),
                        Map.entry("INVALID_TASK", 16),
                        Map.entry("INVALID_RIGHT", 17),
                        Map.entry("INVALID_VALUE", 18),
                        Map.entry("UREFS_OVERFLOW", 19),
                        Map.entry("INVALID_CAPABILITY", 20),
                        Map.entry("RIGHT_EXISTS", 21)));
        assertThat(KernReturn.values())
                .allSatisfy(code -> assertThat(constants("KERN_")).containsEntry(code.name(), code.code()));
    }

    @Test
    void noTypeHasAnotherNumber() {
        assertThat(constants("MSG_TYPE_"))
                .containsAllEntriesOf(
                        Map.of("UNSTRUCTURED", 0, "BIT", 0, "BOOLEAN", 0, "INTEGER_16", 1, "INTEGER_32", 2))
                .containsAllEntriesOf(Map.of("PORT_OWNERSHIP", 3, "PORT_RECEIVE", 4, "PORT_ALL", 5, "PORT", 6))
                .containsAllEntriesOf(Map.of("CHAR", 8, "BYTE", 9, "INTEGER_8", 9, "REAL", 10, "STRING", 12))
                .containsAllEntriesOf(Map.of("STRING_C", 12, "PORT_NAME", 15, "LAST", 16, "POLYMORPHIC", -1))
                .containsAllEntriesOf(Map.of("NORMAL", 0, "EMERGENCY", 1, "SEND_ONCE", 18));
        assertThat(Stream.of(PortItem.Right.values()).map(PortItem.Right::code)).containsExactly(6, 5, 18);
        assertThat(constants("PORT_TYPE_"))
                .containsAllEntriesOf(Map.of("NONE", 0, "SEND", 1, "RECEIVE", 3, "OWN", 5, "RECEIVE_OWN", 7, "SET", 9));
        assertThat(Arrays.stream(RightType.values()).map(RightType::code))
                .isSubsetOf(constants("PORT_TYPE_").values());
    }

    @Test
    void noNotificationHasAnotherId() {
        assertThat(constants("NOTIFY_"))
                .containsAllEntriesOf(
                        Map.of("FIRST", 64, "PORT_DELETED", 65, "MSG_ACCEPTED", 66, "OWNERSHIP_RIGHTS", 67))
                .containsAllEntriesOf(Map.of("RECEIVE_RIGHTS", 68, "PORT_DESTROYED", 69, "NO_MORE_SENDERS", 70))
                .containsAllEntriesOf(Map.of("SEND_ONCE", 71, "LAST", 77));
        assertThat(Notification.Kind.values())
                .allSatisfy(kind -> assertThat(constants("NOTIFY_")).containsEntry(kind.name(), kind.id()));
    }

    @Test
    void noFieldOfTheHeaderIsElsewhere() {
        assertThat(IntStream.of(
                                Mach25.MSG_SIMPLE_OFFSET,
                                Mach25.MSG_SIZE_OFFSET,
                                Mach25.MSG_TYPE_OFFSET,
                                Mach25.MSG_LOCAL_PORT_OFFSET,
                                Mach25.MSG_REMOTE_PORT_OFFSET,
                                Mach25.MSG_ID_OFFSET,
                                Mach25.MSG_HEADER_SIZE,
                                Mach25.MSG_SIZE_MAX)
                        .boxed())
                .containsExactly(3, 4, 8, 12, 16, 20, 24, 8192);
        assertThat(Mach25.PORT_BACKLOG_DEFAULT)
                .isEqualTo(PortSpace.DEFAULT_BACKLOG)
                .isEqualTo(5);
        assertThat(Mach25.PORT_BACKLOG_MAX).isEqualTo(16);
        assertThat(Mach25.PORT_NULL).isZero();
        assertThat(Mach25.PORT_ENABLED).isEqualTo(-1);
    }
}
