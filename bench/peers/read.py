"""Reads codes with a peer: `read.py zxing-cpp|opencv|zbar`, file names on the standard input.

Prints one JSON object a line: file, texts, micros (from the file to its codes). `frames` before the name of a peer instead measures the
median time of decoded grey frames.
"""

import json
import sys
import time

import numpy
from PIL import Image


def zxing():
    import zxingcpp

    def read(grey):
        found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormat.QRCode)
        return [code.text for code in found]

    return read


def opencv():
    import cv2

    detector = cv2.QRCodeDetector()

    def read(grey):
        found, texts, _, _ = detector.detectAndDecodeMulti(grey)
        return [text for text in texts if text] if found else []

    return read


def zbar():
    from pyzbar import pyzbar

    def read(grey):
        found = pyzbar.decode(grey, symbols=[pyzbar.ZBarSymbol.QRCODE])
        return [code.data.decode("utf-8", "replace") for code in found]

    return read


PEERS = {"zxing-cpp": zxing, "opencv": opencv, "zbar": zbar}


def grey(name):
    return numpy.array(Image.open(name).convert("L"))


def attempt(read, picture):
    try:
        return read(picture)
    except Exception as error:  # a peer that fails on a picture has not read it
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return []


def main():
    frames = sys.argv[1] == "frames"
    read = PEERS[sys.argv[-1]]()
    for name in sys.stdin.read().split("\n"):
        if not name:
            continue
        if frames:
            picture = grey(name)
            times = []
            for _ in range(50):
                start = time.perf_counter()
                texts = attempt(read, picture)
                times.append(time.perf_counter() - start)
            took = sorted(times)[len(times) // 2]
        else:
            start = time.perf_counter()
            texts = attempt(read, grey(name))
            took = time.perf_counter() - start
        print(json.dumps({"file": name, "texts": texts, "micros": round(took * 1e6)}), flush=True)


main()
