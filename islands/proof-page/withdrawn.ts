/** Which issued versions have lost their force: sets of 48-bit fingerprints, Golomb–Rice coded. */

import { fromBase64, hex } from "./bytes";

export interface Packed {
  count: number;
  k: number;
  data: string;
}

/** Finds digests in a packed set. */
export class Withdrawn {
  private readonly members: Set<number>;

  constructor(packed: Packed) {
    this.members = new Set(unpacked(packed));
  }

  has(digest: Uint8Array): boolean {
    return this.members.has(Number.parseInt(hex(digest.subarray(0, 6)), 16));
  }
}

function* unpacked({ count, k, data }: Packed): Iterable<number> {
  const bytes = fromBase64(data);
  let at = 0, last = 0;
  const bit = () => ((bytes[at >> 3] ?? 0) >> (7 - (at++ & 7))) & 1;
  for (let left = count; left > 0; left--) {
    let number = 0;
    while (bit()) number++;
    for (let place = 0; place < k; place++) number = number * 2 + bit();
    last += number;
    yield last;
  }
}
