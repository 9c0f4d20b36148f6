// What csp_evaluator and, where it is at hand, Mozilla's HTTP Observatory say about the headers of a page.
// Reads {headers, page, observatory} from its input; writes {policy, grade, score, tests} to its output.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const { headers, page, observatory } = JSON.parse(readFileSync(0, "utf8"));
const require = createRequire(new URL("../tests/node/", import.meta.url));
const { CspEvaluator } = require("csp_evaluator");
const { CspParser } = require("csp_evaluator/dist/parser.js");
const { Severity } = require("csp_evaluator/dist/finding.js");

const policy = new CspEvaluator(new CspParser(headers["Content-Security-Policy"]).csp)
  .evaluate()
  .map(({ severity, directive, value, description }) => ({ severity: Severity[severity], directive, value, description }));

/** The sum of the scanner's own tests, as src/scanner/index.js makes it, for a site that redirects HTTP to HTTPS. */
async function judge(folder) {
  // Installing it would fetch the list of hosts that browsers know to speak HTTPS alone; archive.example is on none.
  const preload = `${folder}/node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json`;
  if (!existsSync(preload)) writeFileSync(preload, "{}");
  const part = (path) => import(pathToFileURL(`${folder}/node_modules/${path}`));
  const { AxiosHeaders } = await part("axios/index.js");
  const { ALL_TESTS } = await part("@mdn/mdn-http-observatory/src/constants.js");
  const { Requests } = await part("@mdn/mdn-http-observatory/src/types.js");
  const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await part("@mdn/mdn-http-observatory/src/grader/charts.js");
  const { getGradeForScore, getScoreModifier } = await part("@mdn/mdn-http-observatory/src/grader/grader.js");
  const response = () => ({
    headers: new AxiosHeaders({ "Content-Type": "text/html; charset=utf-8", ...headers }),
    request: { headers: new AxiosHeaders() },
    config: { headers: new AxiosHeaders() },
    status: 200,
    statusText: "OK",
    verified: true,
    data: page,
  });
  const requests = new Requests("archive.example");
  requests.resources.path = page;
  for (const name of ["auto", "cors", "http", "https"]) requests.responses[name] = response();
  const [http, https] = ["http://archive.example/", "https://archive.example/"].map((url) => new URL(url));
  requests.responses.httpRedirects = [{ url: http, status: 301 }, { url: https, status: 200 }];
  requests.responses.httpsRedirects = [{ url: https, status: 200 }];
  requests.session = { jar: { serializeSync: () => ({ cookies: [] }) }, url: https, redirectHistory: [] };

  const results = ALL_TESTS.map((test) => test(requests));
  const modifiers = results.map(({ result }) => (result ? getScoreModifier(result) : 0));
  const lost = 100 + modifiers.filter((points) => points < 0).reduce((sum, points) => sum + points, 0);
  const score = lost >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? 100 + modifiers.reduce((sum, points) => sum + points, 0) : lost;
  const tests = results.map(({ result }, at) => ({ result, points: modifiers[at] }));
  return { ...getGradeForScore(score), tests };
}

console.log(JSON.stringify({ policy, ...(observatory ? await judge(observatory) : {}) }));
