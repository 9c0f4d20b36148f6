import "./circle-a.js";
