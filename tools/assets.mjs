// Copies the fonts and icons the product ships from the pinned npm packages into assets/, so that building needs no npm.
// To add an icon, add its Lucide name below and run `npm ci && npm run assets` here.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";

const ICONS = `
  a-large-small bell calendar camera check chevron-down chevron-left chevron-right circle-alert circle-check circle-help circle-stop circle-x
  clipboard-paste clock cloud-off cloud-upload copy credit-card download ellipsis external-link eye eye-off file-text
  files house id-card image info key-round keyboard languages link lock lock-open log-out mail map-pin maximize monitor moon
  octagon-x pencil phone plus qr-code refresh-cw rotate-cw scan-line scan-qr-code search settings shield-alert
  shield-check smartphone sun timer trash-2 triangle-alert type upload user users volume-2 wifi-off x zoom-in zoom-out
`.trim().split(/\s+/);
const WEIGHTS = [400, 600, 700];
// The last range that has a character wins, so that plain Vietnamese never needs latin-ext.
const SUBSETS = ["latin", "latin-ext", "vietnamese"];

const here = (path) => new URL(path, import.meta.url);
const font = (path) => here(`node_modules/@fontsource/be-vietnam-pro/${path}`);
const lucide = (path) => here(`node_modules/lucide-static/${path}`);
const fonts = (path) => here(`../assets/fonts/${path}`);
const icons = (path) => here(`../assets/icons/${path}`);

// Everything is read before anything is removed: a package that isn't installed must not cost the files that are there.
const fontFiles = new Map();
const iconFiles = new Map();

const ranges = JSON.parse(readFileSync(font("unicode.json"), "utf8"));
const faces = WEIGHTS.flatMap((weight) =>
  SUBSETS.map((subset) => {
    const file = `be-vietnam-pro-${subset}-${weight}.woff2`;
    fontFiles.set(file, readFileSync(font(`files/be-vietnam-pro-${subset}-${weight}-normal.woff2`)));
    return `@font-face {
  font-family: "Be Vietnam Pro";
  font-style: normal;
  font-weight: ${weight};
  font-display: swap;
  src: url("/fonts/${file}") format("woff2");
  unicode-range: ${ranges[subset].replaceAll(",", ", ")};
}
`;
  }),
);
fontFiles.set("fonts.css", `/* Be Vietnam Pro, SIL OFL 1.1 (OFL.txt); written by tools/assets.mjs. */\n${faces.join("")}`);
const owner = "Copyright 2021 The Be Vietnam Pro Project Authors (https://github.com/bettergui/BeVietnamPro)";
fontFiles.set("OFL.txt", `${readFileSync(font("LICENSE"), "utf8").replace(/^Copyright.*/, owner).trimEnd()}\n`);

for (const name of ICONS) {
  const drawing = readFileSync(lucide(`icons/${name}.svg`), "utf8")
    .replace(/<!--.*?-->\s*/s, "")
    .replace(/<svg[^>]*>/, (tag) => tag.replace(/\s*class="[^"]*"/, "").replace(/\s+/g, " ").replace(/ >$/, ">"));
  iconFiles.set(`${name}.svg`, drawing);
}
iconFiles.set("LICENSE", readFileSync(lucide("LICENSE")));

for (const [folder, files] of [[fonts(""), fontFiles], [icons(""), iconFiles]]) {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) writeFileSync(new URL(name, folder), content);
  for (const name of readdirSync(folder)) if (!files.has(name)) rmSync(new URL(name, folder));
}
console.log(`${faces.length} font files, ${ICONS.length} icons`);
