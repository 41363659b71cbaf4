// Opens the page in a headless Chromium: draws digits, reads the answers, teaches, and sees the loss fall.
// Argument: where the screenshots go. Set CHROMIUM to run another browser than `chromium`.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const pictures = process.argv[2] ?? join(here, "target/screenshots");
mkdirSync(pictures, { recursive: true });

const types = { ".html": "text/html", ".mjs": "text/javascript", ".wasm": "application/wasm" };
const server = createServer((request, response) => {
  const path = normalize(new URL(request.url, "http://page").pathname);
  try {
    const body = readFileSync(join(here, path === "/" ? "index.html" : path));
    response.writeHead(200, { "content-type": types[extname(path)] ?? "text/html" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));

const profile = mkdtempSync(join(tmpdir(), "page-"));
const browser = spawn(
  process.env.CHROMIUM ?? "chromium",
  ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", `--user-data-dir=${profile}`, "about:blank"],
  { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
);
// The protocol: JSON with a zero byte after each message.
let count = 0;
let rest = "";
const waiting = new Map();
const problems = [];
browser.stdio[4].on("data", (data) => {
  const messages = (rest + data).split("\0");
  rest = messages.pop();
  for (const message of messages.map((text) => JSON.parse(text))) {
    if (message.method === "Runtime.exceptionThrown") problems.push(message.params.exceptionDetails.text);
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  }
});
let session;
function call(method, params = {}) {
  count += 1;
  const id = count;
  browser.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId: session })}\0`);
  return new Promise((done, failed) => {
    waiting.set(id, ({ result, error }) => (error ? failed(new Error(`${method}: ${error.message}`)) : done(result)));
  });
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
async function value(expression) {
  const { result, exceptionDetails } = await call("Runtime.evaluate", { expression, returnByValue: true });
  if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.text}`);
  return result.value;
}
async function until(expression) {
  for (let i = 0; i < 600; i += 1) {
    if (await value(expression)) return;
    await pause(50);
  }
  throw new Error(`it never came true: ${expression}`);
}
function check(holds, what) {
  if (!holds) throw new Error(what);
  console.log(`ok: ${what}`);
}
const click = (selector) => value(`document.querySelector(${JSON.stringify(selector)}).click()`);
const answer = () => value("document.getElementById('answer').textContent");
async function picture(name) {
  const { data } = await call("Page.captureScreenshot", { format: "png" });
  writeFileSync(join(pictures, `${name}.png`), Buffer.from(data, "base64"));
}
// Strokes of points from 0 to 1, by the mouse.
async function draw(...strokes) {
  await click("#clear");
  const box = await value("(({ x, y, width }) => ({ x, y, width }))(document.getElementById('pad').getBoundingClientRect())");
  const mouse = (type, [x, y]) =>
    call("Input.dispatchMouseEvent", {
      type,
      x: box.x + x * box.width,
      y: box.y + y * box.width,
      button: "left",
      buttons: type === "mouseReleased" ? 0 : 1,
      clickCount: 1,
    });
  for (const points of strokes) {
    await mouse("mousePressed", points[0]);
    for (const point of points.slice(1)) await mouse("mouseMoved", point);
    await mouse("mouseReleased", points.at(-1));
  }
}
const circle = (x, y, a, b) =>
  [...Array(33).keys()].map((i) => [x + a * Math.sin((i * Math.PI) / 16), y - b * Math.cos((i * Math.PI) / 16)]);
const probability = async (digit) => parseFloat(await value(`document.querySelectorAll('.bar span')[${digit}].textContent`));

async function test() {
  const { targetId } = await call("Target.createTarget", { url: "about:blank" });
  ({ sessionId: session } = await call("Target.attachToTarget", { targetId, flatten: true }));
  await call("Emulation.setDeviceMetricsOverride", { width: 1000, height: 860, deviceScaleFactor: 1, mobile: false });
  await call("Page.enable");
  await call("Runtime.enable");
  await call("Page.navigate", { url: `http://127.0.0.1:${server.address().port}/` });
  await until("document.body?.dataset.ready === 'yes'");
  check((await answer()) === "", "there is no answer before anything is drawn");

  await draw(circle(0.5, 0.5, 0.2, 0.3));
  check((await answer()) === "0", "a circle is read as 0");
  const sum = await value("[...document.querySelectorAll('.bar span')].reduce((sum, x) => sum + parseFloat(x.textContent), 0)");
  check(Math.abs(sum - 100) < 1, `the probabilities add up to ${sum}%`);
  await picture("zero");
  const strokes = {
    1: [[[0.4, 0.3], [0.55, 0.15], [0.55, 0.85]]],
    2: [[[0.3, 0.3], [0.4, 0.17], [0.6, 0.17], [0.68, 0.3], [0.6, 0.5], [0.3, 0.82], [0.75, 0.82]]],
    3: [[[0.3, 0.2], [0.6, 0.17], [0.68, 0.3], [0.5, 0.48], [0.7, 0.65], [0.6, 0.83], [0.3, 0.82]]],
    4: [[[0.5, 0.12], [0.25, 0.55], [0.75, 0.55]], [[0.6, 0.4], [0.55, 0.88]]],
    5: [[[0.7, 0.17], [0.35, 0.17], [0.33, 0.45], [0.6, 0.45], [0.68, 0.65], [0.55, 0.83], [0.3, 0.82]]],
    6: [[[0.6, 0.12], [0.4, 0.35], [0.33, 0.65], [0.45, 0.85], [0.62, 0.78], [0.62, 0.6], [0.45, 0.55], [0.35, 0.65]]],
    7: [[[0.28, 0.18], [0.7, 0.18], [0.45, 0.85]]],
  };
  const read = [];
  for (const [digit, lines] of Object.entries(strokes)) {
    await draw(...lines);
    read.push([digit, await answer()]);
    if (digit === "4") await picture("four");
  }
  const right = read.filter(([digit, answer]) => digit === answer).length;
  check(right >= 6, `${right} of 7 drawn digits are read: ${read.map((pair) => pair.join(" as ")).join(", ")}`);

  // A sign that is no digit: it is to be a 7 from now on.
  const sign = () => draw([[0.2, 0.2], [0.8, 0.8]], [[0.8, 0.2], [0.2, 0.8]]);
  await sign();
  const before = await probability(7);
  check((await answer()) !== "7" && before < 50, `a cross is no 7 yet: ${before}%`);
  await click("#digits button:nth-child(8)");
  await until("/loss/.test(document.getElementById('training').textContent)");
  const loss = async () => parseFloat((await value("document.getElementById('training').textContent")).match(/loss ([0-9.]+)/)[1]);
  const first = await loss();
  await picture("learning");
  await until("/done/.test(document.getElementById('training').textContent)");
  const last = await loss();
  check(last < first / 2, `the loss fell from ${first} to ${last}`);
  const ink = "(c => [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data].filter((x, i) => i % 4 === 3 && x).length)";
  const drawn = await value(`${ink}(document.getElementById('loss'))`);
  check(drawn > 500, `the curve of the loss is drawn, with ${drawn} pixels`);
  await sign();
  const after = await probability(7);
  check((await answer()) === "7" && after > 80, `a cross is a 7 now: ${after}%`);
  await picture("taught");
  await draw(circle(0.5, 0.5, 0.2, 0.3));
  check((await answer()) === "0", "and a circle is a 0 still");
  await click("#forget");
  await sign();
  check((await answer()) !== "7", "after a new beginning a cross is no 7");
  check(problems.length === 0, `nothing went wrong in the page ${problems}`);
}

let failure = null;
const limit = setTimeout(() => {
  console.error("FAILED: it takes too long");
  browser.kill();
  process.exit(1);
}, 120_000);
try {
  await test();
} catch (error) {
  failure = error;
  console.error(`FAILED: ${error.message}`);
}
clearTimeout(limit);
browser.kill();
server.close();
await new Promise((done) => (browser.exitCode === null ? browser.on("exit", done) : done()));
try {
  rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
} catch {
  // What the browser's last process still writes to is the system's to tidy.
}
process.exit(failure ? 1 : 0);
