/** Finding a QR code in a picture. */

import jsQR from "jsqr";

/** Longest side in pixels at which a photo is looked at, in this order: codes fill a photo more or less. */
const SIDES = [1000, 1800, 3000, 500];
/** The same for frames of a camera, in turns: the small one is quick, the large one reads dense codes. */
const FRAME_SIDES = [800, 1600] as const;
let frames = 0;

/** The text of the code in a frame of the camera, or null. */
export function readFrame(canvas: HTMLCanvasElement, video: HTMLVideoElement): string | null {
  const side = FRAME_SIDES[frames++ % FRAME_SIDES.length] ?? FRAME_SIDES[0];
  return readAt(canvas, video, video.videoWidth, video.videoHeight, side);
}

/** The text of the code in a photo, or null when there is none that can be read. */
export async function readPhoto(canvas: HTMLCanvasElement, file: Blob): Promise<string | null> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    for (const side of SIDES) {
      const text = readAt(canvas, picture, picture.width, picture.height, side);
      if (text) return text;
    }
    return null;
  } finally {
    picture.close();
  }
}

function readAt(
  canvas: HTMLCanvasElement, source: CanvasImageSource, width: number, height: number, side: number,
): string | null {
  const scale = Math.min(1, side / Math.max(width, height, 1));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context || canvas.width === 0 || canvas.height === 0) return null;
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const image = context.getImageData(0, 0, canvas.width, canvas.height);
  return jsQR(image.data, image.width, image.height)?.data || null;
}
