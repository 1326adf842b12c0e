/** What a page tells of itself; all times in milliseconds since it was asked for. */
export type Noted = {
  firstRow?: number;
  largestPaint: number;
  alive?: number;
  shift: number;
  /** The tasks of 50 ms and more that held up everything else. */
  tasks: { start: number; duration: number }[];
};

type Marked = typeof globalThis & { noted: Noted; isAlive?: () => boolean };

/** In the page, before anything of it runs. */
export function note(): void {
  const here = globalThis as Marked;
  const noted: Noted = (here.noted = { largestPaint: 0, shift: 0, tasks: [] });
  const observe = (type: string, each: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
  observe("largest-contentful-paint", (entry) => (noted.largestPaint = entry.startTime));
  observe("longtask", ({ startTime, duration }) => noted.tasks.push({ start: startTime, duration }));
  observe("layout-shift", (entry) => {
    const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
    if (!shift.hadRecentInput) noted.shift += shift.value;
  });
  const frame = () => {
    if (noted.firstRow === undefined && document.querySelector("tbody tr[id^=user-]")) {
      noted.firstRow = 0;
      setTimeout(() => (noted.firstRow = performance.now()));
    }
    if (noted.alive === undefined && here.isAlive?.()) noted.alive = performance.now();
    if (!noted.firstRow || !noted.alive) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

export function notes(): Noted {
  return (globalThis as Marked).noted;
}

/** In the page: the time from the last key of `word` until all rows hold it. */
export function untilFiltered(word: string): Promise<number> {
  return new Promise((done) => {
    let lastKey = Infinity;
    const typed = (event: Event) => {
      if ((event.target as HTMLInputElement).value === word) lastKey = event.timeStamp;
    };
    addEventListener("input", typed, { capture: true });
    const frame = () => {
      const rows = [...document.querySelectorAll<HTMLElement>("tbody tr[id^=user-]")];
      const folded = (row: HTMLElement) => row.textContent?.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
      const fits = rows.length > 0 && rows.every((row) => folded(row)?.includes(word));
      if (lastKey === Infinity || !fits) return requestAnimationFrame(frame);
      removeEventListener("input", typed, { capture: true });
      return done(performance.now() - lastKey);
    };
    requestAnimationFrame(frame);
  });
}

/** In the page: the times from picking a role in the row `id` until it is shown, and until it is saved. */
export function untilSaved(id: string): Promise<{ shown: number; saved: number }> {
  return new Promise((done) => {
    let [picked, shown] = [Infinity, 0];
    addEventListener("change", (event) => (picked = event.timeStamp), { capture: true, once: true });
    const frame = () => {
      const role = document.getElementById(id)?.querySelector(".role");
      if (picked !== Infinity && role?.textContent?.includes("Admin")) {
        shown ||= performance.now();
        if (!role.matches(".role--saving")) return done({ shown: shown - picked, saved: performance.now() - picked });
      }
      return requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}
