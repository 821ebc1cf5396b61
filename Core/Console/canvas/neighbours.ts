import type { Scene, SceneNode } from "./scene";

export type Direction = "up" | "down" | "left" | "right";

/** The nearest node in a direction: straight on comes before what is to the side. */
export function neighbour(scene: Scene, id: string, direction: Direction): string | undefined {
  const start = scene.nodes.find((node) => node.id === id);
  if (!start) return scene.nodes[0]?.id;
  let best: SceneNode | undefined, least = Infinity;
  for (const node of scene.nodes) {
    if (node === start) continue;
    const dx = node.x - start.x, dy = node.y - start.y;
    const [along, across] = direction === "up" ? [-dy, dx] : direction === "down" ? [dy, dx] : [
      direction === "left" ? -dx : dx,
      dy,
    ];
    if (along <= 0) continue;
    const distance = along + 2 * Math.abs(across);
    if (distance < least) [best, least] = [node, distance];
  }
  return best?.id;
}
