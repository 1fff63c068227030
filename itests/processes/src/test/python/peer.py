"""The other process of PythonClientIT and PythonNodeIT: each line on standard input is an order, answered by one line."""

import random
import socket
import sys
import threading

import roadstead
import roadstead_node

HANG = 1000  # the id of a message whose handler waits for the order `release`

ports, nodes, received, released = {}, {}, [], threading.Event()


def port(name):
    if name not in ports:
        ports[name] = roadstead.connect(name, sys.argv[1])
    return ports[name]


def handle(id, data):
    received.append(f"{id}:{data[:40].decode(errors='replace')}")
    if id == HANG:
        released.wait()
    if id < 0:
        raise ValueError(data.decode())
    return data


def echo(name, size, seed):
    data = random.Random(int(seed)).randbytes(int(size))
    if port(name).request(0, data) != data:
        raise RuntimeError(f"the reply to {size} bytes of seed {seed} is another one")
    return size


def burst(name, count, mark):
    for i in range(int(count)):
        port(name).send(i, mark.encode())
    return count


def serve(names, limit):
    nodes[names] = roadstead_node.Node({name: handle for name in names.split(",")}, int(limit), sys.argv[1])
    return nodes[names].id.hex()


def dialled(name):
    connected = socket.socket(socket.AF_UNIX)
    connected.settimeout(10)
    connected.connect(roadstead.path_of(name))
    return connected


def greet(name, version):
    """Greets as a node of another version, and tells what it is told."""
    ours, roadstead.VERSION = roadstead.VERSION, int(version)
    link = roadstead.Link(dialled(name))
    try:
        link.greet(roadstead.HELLO, bytes(16), "another version")
        frame = link.read(roadstead.time.monotonic() + 10)
        code, reason = roadstead.failure_at(frame, 4)
        return f"{frame[0]} {code} {reason}, {ended(link)}"
    except EOFError:
        return "closed"
    finally:
        roadstead.VERSION = ours
        link.close()


def twice(name):
    """Greets as one node by two connections, and tells what the second one is told."""
    first, second = roadstead.Link(dialled(name)), roadstead.Link(dialled(name))
    try:
        first.greet(roadstead.HELLO, b"the same node id", "twin")
        first.expect(roadstead.WELCOME, roadstead.time.monotonic() + 10)
        first.send(roadstead.READY, bytes(8))
        first.send(roadstead.PING, bytes(8))
        first.expect(roadstead.PONG, roadstead.time.monotonic() + 10)  # now it is up
        second.greet(roadstead.HELLO, b"the same node id", "twin")
        code, reason = roadstead.failure_at(second.read(roadstead.time.monotonic() + 10), 4)
        return f"{code} {reason}"
    finally:
        first.close()
        second.close()


def malformed(name, octets):
    """Sends one frame after a handshake that is right, and waits for the end of the connection."""
    link = roadstead.Link(dialled(name))
    link.dial("intruder")
    link.socket.sendall(bytes.fromhex(octets))
    return ended(link)


def stranger(name, octets):
    """The same without a handshake."""
    link = roadstead.Link(dialled(name))
    link.socket.sendall(bytes.fromhex(octets))
    return ended(link)


def ended(link):
    try:
        while link.read(roadstead.time.monotonic() + 10):
            pass
    except EOFError:
        return "closed"
    finally:
        link.close()
    return "still open"


def release():
    released.set()


ORDERS = {
    "request": lambda name, id, data, timeout: port(name).request(int(id), data.encode(), float(timeout)).decode(),
    "send": lambda name, id, data, timeout: port(name).send(int(id), data.encode(), float(timeout)),
    "owner": lambda name: f"{port(name).owner} {port(name).link.peer} {port(name).queue_limit}",
    "end": lambda name, timeout: outcome(port(name).wait_for_end(float(timeout))),
    "limit": lambda name: port(name).link.limit,
    "stop": lambda name: nodes.pop(name).close(),
    "received": lambda: ",".join(received),
    **{order.__name__: order for order in (echo, burst, serve, greet, twice, malformed, stranger, release)},
}


def outcome(error):
    return f"{type(error).__name__} {getattr(error, 'kind', '')} {error}"


print("ok ready", flush=True)
for line in sys.stdin:
    order, *words = line.split()
    try:
        answer = "ok " + str(ORDERS[order](*words))
    except (roadstead.PortError, roadstead.ProtocolError) as error:
        answer = "ok " + outcome(error)
    except Exception as error:
        answer = "failed " + outcome(error)
    print(answer.replace("\n", " "), flush=True)
