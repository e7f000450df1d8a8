import { picture } from '../../picture.js';

export const runtime = 'edge';

export async function GET() {
  const { image } = await picture();
  return new Response(`a picture of ${image.width} × ${image.height}`);
}
