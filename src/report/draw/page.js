"use strict";
// A place on the paper and what was made of it light each other up. Without the script the links
// between findings and their places still work.
(() => {
  const lit = (all) => {
    document.querySelectorAll(".lit").forEach((e) => e.classList.remove("lit"));
    all.forEach((e) => e.classList.add("lit"));
  };
  const near = (e) => e.scrollIntoView({ block: "nearest" });
  const paths = (e) => (e.dataset.path || "").split(" ").filter(Boolean);
  const placesOf = (path) =>
    [...document.querySelectorAll("[data-path]")].filter((e) => paths(e).includes(path));
  const toldOf = (all) =>
    [...document.querySelectorAll("[data-of]")].filter((e) => all.includes(e.dataset.of));
  const fromPlace = (place) => {
    const told = toldOf(paths(place));
    lit([place, ...told]);
    if (told[0]) near(told[0]);
  };
  const fromTold = (told) => {
    const link = told.querySelector("a[href^='#']");
    const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const places = placesOf(told.dataset.of);
    const all = target ? [target, ...places] : places;
    lit([told, ...all]);
    if (all[0]) all[0].scrollIntoView({ block: "center" });
  };
  document.addEventListener("click", (event) => {
    const pin = event.target.closest("a.pin");
    const place = event.target.closest("[data-path]");
    const told = event.target.closest("[data-of]");
    if (pin) {
      const finding = document.getElementById(decodeURIComponent(pin.hash.slice(1)));
      const own = pin.closest("td,p");
      if (finding) lit(own ? [finding, own] : [finding]);
    } else if (place) fromPlace(place);
    else if (told) fromTold(told);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.closest("a")) return;
    const told = event.target.closest("[data-of]");
    if (told) fromTold(told);
  });
})();
