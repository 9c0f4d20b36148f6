import { one, later as then, Thing } from "./sound.js";
import * as all from './sound.js'
import "./sound.js";
import { nobody } from "./sound.js";
import { one as another } from "./parts.js";
import first from "./sound.js";
/* é */ import("./sound.js");
import elsewhere from "./is-not-there.js";
