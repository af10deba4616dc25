// Lets a program that imports "ai" have its version 7: node --import ./test/examples/with-ai-7.mjs
import { register } from "node:module";

const hooks = 'export const resolve = (name, context, next) => next(name === "ai" ? "ai-7" : name, context);';
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
