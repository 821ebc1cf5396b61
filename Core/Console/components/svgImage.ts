/**
 * The address of an image of SVG that a plugin brings: as an image nothing in it is run, and nothing is loaded for it.
 * `undefined` for what is no SVG.
 */
export function svgImage(svg: string): string | undefined {
  return svg.startsWith("<svg") ? `data:image/svg+xml,${encodeURIComponent(svg)}` : undefined;
}
