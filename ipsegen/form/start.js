import { init } from "./sveltia/index.js";

init();
