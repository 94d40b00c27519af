// The camera: the browser shows its pictures, and the scanner looks at the newest one whenever it has time.
import { readFrame } from "./scanner.js";

// Wide enough for a code that fills a quarter of the picture.
const WIDTH = 960;
const BETWEEN = 60;

let running;

/** The pictures, for a video element; nothing while the camera does not run. */
export const stream = () => running?.stream;

/** Starts, and tells what each picture holds; fails with "denied" or "absent". */
export async function start(read, failed) {
  stop();
  const mine = {};
  running = mine;
  let stream;
  try {
    const video = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
    stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
  } catch (error) {
    if (running === mine) running = undefined;
    throw ["NotAllowedError", "SecurityError"].includes(error?.name) ? "denied" : "absent";
  }
  if (running !== mine) {
    end(stream);
    throw "absent";
  }
  mine.stream = stream;
  const track = stream.getVideoTracks()[0];
  track.onended = () => {
    if (running === mine) {
      stop();
      failed("absent");
    }
  };
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  await video.play();
  look(mine, video, read);
  return [video.videoWidth, video.videoHeight];
}

export function stop() {
  const last = running;
  running = undefined;
  if (last?.stream) end(last.stream);
}

const end = (stream) => stream.getTracks().forEach((track) => track.stop());

async function look(mine, video, read) {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  while (running === mine) {
    const width = Math.min(WIDTH, video.videoWidth);
    const height = Math.round((video.videoHeight * width) / Math.max(1, video.videoWidth));
    if (width > 0 && height > 0) {
      canvas.width = width;
      canvas.height = height;
      context.drawImage(video, 0, 0, width, height);
      // A picture that can't be read is followed by another.
      const texts = await readFrame(context.getImageData(0, 0, width, height)).catch(() => []);
      if (running === mine && texts.length > 0) read(texts);
    }
    await new Promise((next) => setTimeout(next, BETWEEN));
  }
}
