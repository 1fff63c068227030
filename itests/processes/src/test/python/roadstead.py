"""Message ports of Roadstead in plain Python: the minimal profile of the node protocol, version 1.

To call a port of any process of this user:

    with roadstead.connect("demo.echo") as port:
        print(port.request(1, b"hello"))

To serve ports there is roadstead_node.py. Both are written from bundles/core/PROTOCOL.md, whose chapters are named below.
Python 3.9 or later, on Linux, and nothing else.
"""

import base64
import contextlib
import getpass
import hashlib
import itertools
import math
import os
import select
import socket
import struct
import threading
import time

# Types of frames (chapters 2 and 4), and the flags of SUBMIT
HELLO, WELCOME, READY, REFUSE, GOODBYE, PING, PONG, _, SPACE_GONE = range(1, 10)
RESOLVE, RESOLVED, UNRESOLVED, SUBMIT, CANCEL, PARKED, ACCEPTED, REFUSED, REPLY, FAILED, DEAD, RELEASE = range(10, 22)
WANTS_REPLY, TRY = 1, 2

# Kinds of failure (chapter 5), and the codes of REFUSE that are used here (chapter 2)
FULL, REMOVED, INVALIDATED, PEER_DIED, SERVICE_STOPPED, NOT_ALLOWED, TOO_LARGE = 1, 6, 10, 12, 13, 20, 21
HANDLER_FAILED, REPLY_TOO_LARGE = 31, 32
DUPLICATE, PROTOCOL, BUSY = 1, 2, 4

MAGIC, VERSION, NEVER = 0x52445354, 1, (1 << 63) - 1
GREETING = struct.Struct(">IHH16sqIQq")  # HELLO and WELCOME after their header, up to the label
SUBMISSION = struct.Struct(">QIIiIq")  # call, space, port, id, zero, deadline; the data follow
LIMIT = 16 << 20  # bytes of the largest message that is taken here
HANDSHAKE, DECISION, STUCK = 2.0, 0.5, 30.0  # seconds for a greeting, for the answer to CANCEL, for a peer that reads nothing


class PortError(Exception):
    """What became of a message, or of a port. `kind` is a code of chapter 5."""

    def __init__(self, kind, detail):
        super().__init__(detail)
        self.kind = kind


class NoSuchPort(PortError):
    """Nobody has the name."""


class SendTimeout(PortError):
    """The queue stayed full. The message was not taken."""


class ReplyTimeout(PortError):
    """The message was taken, and no reply came in time."""


class Undecided(PortError):
    """Nobody knows whether the message was taken: its owner's process does not run."""


class PortDied(PortError):
    """The port, its process or the link to it has ended."""


class ProtocolError(Exception):
    """The other side speaks another protocol, or another version of it."""


MALFORMED = (ProtocolError, struct.error, UnicodeDecodeError)


# Fields of frames


def text(string):
    octets = string.encode()[:2000].decode(errors="ignore").encode()  # cut between characters
    return struct.pack(">H", len(octets)) + octets


def text_at(frame, offset):
    (length,) = struct.unpack_from(">H", frame, offset)
    if offset + 2 + length > len(frame):
        raise ProtocolError("a text is longer than its frame")
    return frame[offset + 2 : offset + 2 + length].decode()


def number(value):
    return struct.pack(">Q", value)


def number_at(frame):
    return struct.unpack_from(">Q", frame, 4)[0]  # a call or a token, always the first field


def failure(kind, detail):
    return struct.pack(">H", kind) + text(detail)


def failure_at(frame, offset):
    return struct.unpack_from(">H", frame, offset)[0], text_at(frame, offset + 2)


class Link:
    """Frames over one connection, which is shaken hands on by `dial` or `accept`. Any thread may send, one reads."""

    def __init__(self, connected):
        self.socket = connected
        self.input = bytearray()
        self.frame_limit = 4096  # until the handshake has ended
        self.sending = threading.Lock()
        self.readable = select.poll()
        self.readable.register(connected, select.POLLIN)
        uid = struct.unpack("3i", connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[1]
        if uid != os.getuid():
            raise ProtocolError(f"the other side belongs to user {uid}")

    def send(self, kind, *fields, flags=0, within=STUCK):
        body = b"".join(fields)
        with self.sending:
            try:
                self.socket.settimeout(max(within, 0.05))
                self.socket.sendall(struct.pack(">IBBH", 4 + len(body), kind, flags, 0) + body)
            except socket.timeout:
                self.close()  # half a frame is out, so nothing else can follow it
                raise SendTimeout(FULL, "the other side reads nothing; the link was closed") from None

    def read(self, deadline=None):
        """The next frame; None at the deadline, EOFError at the end of the stream."""
        while True:
            if len(self.input) >= 4:
                (length,) = struct.unpack_from(">I", self.input)
                if not 4 <= length <= self.frame_limit:
                    raise ProtocolError(f"a frame of {length} bytes")
                if len(self.input) >= 4 + length:
                    frame = bytes(memoryview(self.input)[4 : 4 + length])
                    del self.input[: 4 + length]
                    return frame
            wait = None if deadline is None else max(0, math.ceil((deadline - time.monotonic()) * 1000))
            if not self.readable.poll(wait):
                return None
            try:
                octets = self.socket.recv(1 << 18)
            except ConnectionError:
                raise EOFError from None
            if not octets:
                raise EOFError
            self.input += octets

    def close(self):
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)  # wakes whoever reads
        self.socket.close()

    # The handshake (chapter 2)

    def greet(self, kind, node, label, *echo):
        now = time.monotonic_ns()
        head = GREETING.pack(MAGIC, VERSION, 0, node, now, LIMIT, os.getpid(), time.time_ns() // 1000000)
        self.send(kind, head, text(label), *echo)
        return now

    def greeted(self, frame):
        magic, version, _, node, clock, limit, _, _ = GREETING.unpack_from(frame, 4)
        if (magic, version) != (MAGIC, VERSION):
            self.send(REFUSE, failure(PROTOCOL, f"version {version} of the node protocol is spoken there, {VERSION} here"))
            raise ProtocolError(f"the other side speaks version {version}, this one {VERSION}")
        self.limit = min(limit, LIMIT)
        self.frame_limit = LIMIT + 64
        return node, clock, text_at(frame, 4 + GREETING.size)

    def expect(self, kind, deadline):
        try:
            frame = self.read(deadline)
        except EOFError:
            raise ProtocolError("the other side closed the link without a word; it may speak another version") from None
        if frame is None:
            raise ProtocolError("no greeting in time; that process may be stopped")
        if frame[0] == REFUSE:
            code, reason = failure_at(frame, 4)
            raise BlockingIOError(reason) if code == BUSY else ProtocolError("refused: " + reason)
        if frame[0] != kind:
            raise ProtocolError(f"a frame of type {frame[0]} in the handshake")
        return frame

    def dial(self, label):
        sent = self.greet(HELLO, os.urandom(16), label)  # an id for each link, so none is ever a duplicate
        _, clock, self.peer = self.greeted(self.expect(WELCOME, time.monotonic() + HANDSHAKE))
        around = time.monotonic_ns() - sent
        offset = clock - (sent + around // 2)
        self.offset = 0 if abs(offset) <= around else offset  # is added to the deadlines that are sent
        self.send(READY, struct.pack(">q", -self.offset))

    def accept(self, id, label, enter):
        """`enter(node)` says whether there is no link with that node yet."""
        deadline = time.monotonic() + HANDSHAKE
        node, clock, self.peer = self.greeted(self.expect(HELLO, deadline))
        if not enter(node):
            self.send(REFUSE, failure(DUPLICATE, id.hex()))
            raise ProtocolError("there is a link with that node already")
        self.greet(WELCOME, id, label, struct.pack(">q", clock))
        self.expect(READY, deadline)


# To call a port (chapter 3)


def connect(name, label="python"):
    """The port with a name, of whatever process. Raises NoSuchPort."""
    deadline = time.monotonic() + HANDSHAKE
    while True:
        connected = socket.socket(socket.AF_UNIX)
        connected.settimeout(HANDSHAKE)  # so that it is told at once if the other side is slow to accept
        try:
            connected.connect(path_of(name))
            link = Link(connected)
            link.dial(label)
            return Port(link, name)
        except BlockingIOError as busy:
            connected.close()
            if time.monotonic() > deadline:
                raise ProtocolError(str(busy)) from None
            time.sleep(0.02)
        except (FileNotFoundError, ConnectionRefusedError):
            connected.close()
            raise NoSuchPort(INVALIDATED, f"no live port has the name {name}") from None
        except BaseException:
            connected.close()
            raise


class Port:
    """A port of another process, by a link of its own. For one thread at a time."""

    def __init__(self, link, name):
        self.link, self.name, self.ended = link, name, None
        self.calls = itertools.count(1)
        call = next(self.calls)
        self._send(RESOLVE, struct.pack(">QI", call, 0), text(name))
        answer = self._answer(call, time.monotonic() + HANDSHAKE)
        if answer is None or answer[0] != RESOLVED:
            self.close()
            raise NoSuchPort(INVALIDATED, f"no live port has the name {name}")
        self.index, self.queue_limit = struct.unpack_from(">II", answer, 12)
        self.owner = text_at(answer, 28)

    def request(self, id, data=b"", timeout=30.0):
        """Sends and waits for the reply, in all as long as `timeout`, in seconds."""
        return self._submit(WANTS_REPLY, id, data, timeout)

    def send(self, id, data=b"", timeout=30.0):
        """Sends one way: returns when the message is in the port's queue."""
        self._submit(0, id, data, timeout)

    def wait_for_end(self, timeout):
        """Waits for the port's end, and returns it as a PortDied; None if it is still alive then."""
        with contextlib.suppress(PortDied):
            self._answer(None, time.monotonic() + timeout)
        return self.ended

    def close(self):
        self.link.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _submit(self, flags, id, data, timeout):
        if len(data) > self.link.limit:
            raise PortError(TOO_LARGE, f"{len(data)} bytes; the limit is {self.link.limit}")
        if self.ended:
            raise self.ended
        deadline = time.monotonic() + timeout
        call = next(self.calls)
        until = int(deadline * 1e9) + self.link.offset
        self._send(SUBMIT, SUBMISSION.pack(call, 0, self.index, id, 0, until), data, flags=flags, within=timeout)
        verdict = self._verdict(flags, call, deadline)
        if verdict is None:  # the deadline: the message is asked for back, and its home decides
            self._send(CANCEL, number(call))
            verdict = self._verdict(0, call, time.monotonic() + DECISION)
        if verdict is None:
            raise Undecided(0, f"{self.name} does not answer; its process may be stopped")
        if flags and verdict[0] == ACCEPTED:
            raise ReplyTimeout(0, f"no reply from {self.name} in {timeout} s")
        if verdict[0] in (REFUSED, FAILED):
            kind, detail = failure_at(verdict, 12)
            error = SendTimeout if kind == FULL else PortDied if 10 <= kind < 20 else PortError
            raise error(kind, detail)
        return verdict[12:]

    def _send(self, kind, *fields, **options):
        with contextlib.suppress(ConnectionError):  # what was said before the end, and the end, are read next
            self.link.send(kind, *fields, **options)

    def _verdict(self, wants_reply, call, deadline):
        """What ends a call; None at the deadline."""
        while True:
            frame = self._answer(call, deadline)
            if frame is None or frame[0] in (REFUSED, REPLY, FAILED) or (frame[0] == ACCEPTED and not wants_reply):
                return frame

    def _answer(self, call, deadline):
        """The next frame of a call; None at the deadline. Raises what has ended the port meanwhile."""
        while not self.ended:
            try:
                frame = self.link.read(deadline)
            except EOFError:
                self.ended = PortDied(PEER_DIED, f"the process of {self.name} has ended")
                break
            if frame is None:
                return None
            kind = frame[0]
            if kind == PING:
                self._send(PONG, frame[4:12])
            elif kind == GOODBYE:
                self.ended = PortDied(SERVICE_STOPPED, failure_at(frame, 4)[1])
            elif kind == DEAD:
                self.ended = PortDied(*failure_at(frame, 8))  # the only port of this link
            elif kind == RESOLVE:
                self._send(UNRESOLVED, frame[4:12])  # this link serves nothing
            elif kind in (RESOLVED, UNRESOLVED, ACCEPTED, REFUSED, REPLY, FAILED) and number_at(frame) == call:
                return frame
        raise self.ended


# The directory (chapter 1)


def directory():
    if os.environ.get("ROADSTEAD_DIR"):
        return os.environ["ROADSTEAD_DIR"]
    for parent, child in ((os.environ.get("XDG_RUNTIME_DIR"), "roadstead"), (os.path.expanduser("~"), ".roadstead/run")):
        if parent and os.path.isdir(parent) and os.access(parent, os.W_OK):
            return os.path.join(parent, child)
    return "/tmp/roadstead-" + getpass.getuser()


def base32(octets):
    return base64.b32encode(octets[:15]).decode().lower()  # 120 bits are 24 characters


def path_of(name):
    return os.path.join(directory(), "n-" + base32(hashlib.sha256(name.encode()).digest()))
