import "./circle-b.js";
