#!/usr/bin/env python3
"""Yesterday's ciphertexts, made by an implementation that shares no code with the crate.

Needs the Python package `cryptography` (44 or newer, for Argon2id). Writes the *.hex files that are missing beside it and compares
the ones that exist; it never changes one. Published vectors are never edited: a new format gets new files.
"""
import hashlib, hmac, pathlib, struct, sys
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

HERE = pathlib.Path(__file__).parent
differs = False


def part(kind, content):
    return kind + struct.pack(">Q", len(content)) + content


def text(content):
    return part(b"T", content.encode())


def blob(content):
    return part(b"B", content)


def number(content):
    return part(b"N", struct.pack(">Q", content))


def hkdf(salt, material, info):
    return HKDF(SHA256(), 32, salt, info).derive(material)


def mac(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def envelope(kind, key, nonce, aad, plaintext):
    return b"\x01" + nonce + AESGCM(key).encrypt(nonce, plaintext, bytes([1, kind]) + aad)


def stream(key, salt, log2, aad, content):
    header = bytes([1, log2]) + salt
    cipher = AESGCM(hkdf(salt, key, text("stream") + blob(header) + blob(aad)))
    size = 1 << log2
    chunks = [content[at : at + size] for at in range(0, len(content), size)] or [b""]
    nonce = lambda at: bytes(7) + struct.pack(">IB", at, at == len(chunks) - 1)
    return header + b"".join(cipher.encrypt(nonce(at), chunk, b"") for at, chunk in enumerate(chunks))


def write(name, note, **values):
    global differs
    lines = [f"# {note}"] + [f"{key} = {value.hex()}" for key, value in values.items()]
    content, path = "\n".join(lines) + "\n", HERE / name
    if not path.exists():
        path.write_text(content)
        print("written", name)
    elif path.read_text() != content:
        differs = True
        print("DIFFERS", name)


key, other = bytes(range(32)), bytes(range(100, 132))
nonce, salt = bytes(range(200, 212)), bytes(range(50, 82))
row = bytes(range(16))

cell = text("cell") + text("documents") + blob(row) + text("title") + number(3)
plaintext = "Căn cước công dân".encode()
write("value-v1.hex", 'seal(key, Aad::cell("documents", row, "title", 3), plaintext)', key=key, row=row, nonce=nonce,
      plaintext=plaintext, sealed=envelope(1, key, nonce, cell, plaintext))

whose = text("person key") + number(4)
write("wrapped-key-v1.hex", 'wrap_key(outer, Aad::new("person key").number(4), inner)', outer=key, inner=other, nonce=nonce,
      wrapped=envelope(2, key, nonce, whose, other))

salt_1 = b"congdanso seal 1"
number_1 = b"+84901234567"
entries = [mac(key, text("set entry") + blob(entry)) for entry in (b"first", b"second", b"second")]
total = sum(int.from_bytes(entry, "little") for entry in entries) % 2**256
write("keyed-v1.hex", 'derive("table key", "documents"), combine(other, "unlock", "7"), lookup("phone", value), digest of first, second, second',
      key=key, other=other, value=number_1,
      derived=hkdf(salt_1, key, text("derive") + text("table key") + blob(b"documents")),
      combined=hkdf(salt_1, key + other, text("combine") + text("unlock") + blob(b"7")),
      lookup=mac(key, text("lookup") + text("phone") + blob(number_1)),
      digest=total.to_bytes(32, "little") + struct.pack("<Q", 3))

pin = b"271828"
for name, memory, passes in (("with-keyring", 64 * 1024, 3), ("alone", 256 * 1024, 4)):
    hardened = Argon2id(salt=salt[:16], length=32, iterations=passes, lanes=1, memory_cost=memory).derive(pin)
    write(f"pin-{name}-v1.hex", f"harden(pin, salt, cost): Argon2id, {memory} KiB, {passes} passes, 1 lane", pin=pin, salt=salt[:16],
          cost=struct.pack(">BIHB", 1, memory, passes, 1), key=hardened)

document = text("document") + blob(row)
content = bytes((7 * at + at // 256) % 256 for at in range(1124))
for name, log2, length in (("empty", 16, 0), ("short", 16, 1124), ("two-chunks", 10, 1124), ("full-chunk", 10, 1024)):
    write(f"stream-{name}-v1.hex", f'stream of {length} bytes in chunks of 2^{log2}, Aad::new("document").bytes(row)', key=key, row=row,
          salt=salt, content=content[:length], sealed=stream(key, salt, log2, document, content[:length]))

sys.exit(differs)
