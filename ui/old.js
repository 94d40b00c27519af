// Says so before anything breaks when a browser can't run the app. Written in what the oldest know. All it asks for came to
// browsers by 2022.
(function () {
  var able =
    "noModule" in document.createElement("script") &&
    typeof WebAssembly === "object" &&
    typeof HTMLDialogElement === "function" &&
    typeof structuredClone === "function" &&
    CSS.supports("container-type", "inline-size");
  if (!able) {
    document.getElementById("boot").hidden = true;
    document.getElementById("old").hidden = false;
  }
})();
