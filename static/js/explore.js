// The interactive chart of the Explore page. Without this script the page has the same figures as a drawing and a table.
// plotly.js is fetched from this site when the chart is opened; nothing is sent anywhere.
"use strict";

(() => {
  const opening = document.getElementById("open-chart");
  const button = opening.querySelector("button");
  const drawing = document.getElementById("drawing");
  const panel = document.getElementById("chart-panel");
  const chart = document.getElementById("chart");
  const boxes = document.getElementById("chart-series");
  const line = document.getElementById("chart-status");
  const figure = JSON.parse(document.getElementById("figure").textContent);
  const start = { x: [...figure.layout.xaxis.range], y: [...figure.layout.yaxis.range] };
  const NARROW = 560;
  const STEP = 0.15;
  const CONFIG = {
    // plotly.js's own buttons can't be reached with the keyboard, and one of them would send the figure to a cloud.
    displayModeBar: false,
    displaylogo: false,
    showSendToCloud: false,
    sendData: false,
    plotlyServerURL: "",
    responsive: true,
    showTips: false,
  };

  const say = (text) => {
    line.textContent = text || "";
  };

  function load() {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = button.dataset.bundle;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  async function open() {
    button.disabled = true;
    say(line.dataset.loading);
    try {
      if (!window.Plotly) await load();
    } catch {
      say(line.dataset.failed);
      button.disabled = false;
      return;
    }
    show(true);
    if (!chart.hasChildNodes()) await draw();
    button.disabled = false;
    say("");
    chart.focus();
  }

  function show(isOpen) {
    panel.hidden = !isOpen;
    drawing.hidden = isOpen;
    opening.hidden = isOpen;
  }

  async function draw() {
    if (chart.clientWidth < NARROW) shorten();
    await Plotly.newPlot(chart, figure.data, figure.layout, CONFIG);
    // The chart has a name and the table its values; the loose words of the drawing would only be noise.
    chart.querySelectorAll("svg").forEach((svg) => svg.setAttribute("aria-hidden", "true"));
    figure.data.forEach(addBox);
  }

  // On a phone marks are smaller, and the number of the step stands at the line's end; its name is beside the box below.
  function shorten() {
    figure.layout.annotations.forEach((label) => {
      label.text = label.text.split(".")[0];
    });
    if (figure.layout.annotations.length) figure.layout.margin.r = 32;
    figure.data.forEach(({ marker }) => {
      if (Array.isArray(marker.size)) marker.size = marker.size.map((size) => size * 0.75);
    });
  }

  function addBox(series, index) {
    const row = document.createElement("div");
    const box = document.createElement("input");
    const label = document.createElement("label");
    row.className = "form-check";
    box.type = "checkbox";
    box.checked = true;
    box.id = label.htmlFor = `series-${index}`;
    // The names are escaped for plotly.js, which reads a little HTML.
    label.textContent = series.name.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
    box.addEventListener("change", () => {
      const labels = figure.layout.annotations.length ? { [`annotations[${index}].visible`]: box.checked } : {};
      Plotly.update(chart, { visible: box.checked }, labels, [index]);
    });
    row.append(box, " ", label);
    boxes.append(row);
  }

  // Moves both ends of an axis: `shift` as a share of what is seen, `factor` around the middle.
  function moved([from, to], shift, factor) {
    const middle = (from + to) / 2 + shift * (to - from);
    const half = ((to - from) / 2) * factor;
    return [middle - half, middle + half];
  }

  function look(right, up, factor = 1) {
    const { xaxis, yaxis } = chart.layout;
    Plotly.relayout(chart, {
      "xaxis.range": moved(xaxis.range, right, factor),
      "yaxis.range": moved(yaxis.range, up, factor),
    });
  }

  async function picture() {
    const size = { width: Math.max(chart.clientWidth, 800), height: 520 };
    const title = { text: plain("diagram-title"), subtitle: { text: plain("diagram-subtitle") }, x: 0.02 };
    const layout = { ...chart.layout, ...size, title, margin: { ...chart.layout.margin, t: 90 } };
    const url = await Plotly.toImage({ data: chart.data, layout, config: CONFIG }, { format: "svg", ...size });
    return { url, ...size };
  }

  const plain = (id) =>
    document.getElementById(id).textContent.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

  // plotly.js would make the PNG out of a blob: address, which the security policy refuses; data: is allowed.
  async function pixels({ url, width, height }) {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * 2;
    canvas.height = height * 2;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/png");
  }

  async function download(format) {
    const drawn = await picture();
    const link = document.createElement("a");
    link.href = format === "png" ? await pixels(drawn) : drawn.url;
    link.download = `${panel.dataset.name}.${format}`;
    link.click();
    say(line.dataset.saved);
  }

  function close() {
    show(false);
    button.focus();
  }

  const ACTIONS = {
    in: () => look(0, 0, 0.7),
    out: () => look(0, 0, 1 / 0.7),
    reset: () => Plotly.relayout(chart, { "xaxis.range": [...start.x], "yaxis.range": [...start.y] }),
    png: () => download("png"),
    svg: () => download("svg"),
    close,
  };
  const KEYS = {
    ArrowLeft: () => look(-STEP, 0),
    ArrowRight: () => look(STEP, 0),
    ArrowUp: () => look(0, STEP),
    ArrowDown: () => look(0, -STEP),
    "+": ACTIONS.in,
    "-": ACTIONS.out,
  };

  button.addEventListener("click", open);
  panel.addEventListener("click", (event) => ACTIONS[event.target.dataset.do]?.());
  chart.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    KEYS[event.key]();
  });
  opening.hidden = false;
})();
