import htmx from "htmx.org";

// Strict content security policy: no evaluated attributes, no injected style element.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
