// Runs a program for wasm32: prints its text, and ends with its exit code. Argument: the module.
import { readFileSync } from "node:fs";

let memory;
const board = {
  print: (text, length) => process.stdout.write(Buffer.from(memory.buffer, text, length).toString()),
  end: (code) => process.exit(code),
};
const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]), { board });
memory = instance.exports.memory;
instance.exports.begin();
