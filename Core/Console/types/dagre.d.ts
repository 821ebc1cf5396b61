// The parts of dagre 0.8 that the console uses; Debian's package has no declarations.
declare module "dagre" {
  interface Graph {
    setGraph(options: { rankdir?: string; nodesep?: number; ranksep?: number; ranker?: string }): void;
    setDefaultEdgeLabel(make: () => object): void;
    setNode(id: string, size: { width: number; height: number }): void;
    setEdge(source: string, target: string): void;
    node(id: string): { x: number; y: number };
  }
  const dagre: { graphlib: { Graph: new () => Graph }; layout(graph: Graph): void };
  export default dagre;
}
