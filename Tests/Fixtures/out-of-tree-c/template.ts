export default async function (_env: unknown, params: { name: string }) {
  return { text: `Hello, ${params.name}!` };
}
