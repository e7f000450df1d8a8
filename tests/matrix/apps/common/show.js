// Shows what a promise of a picture comes to, and says it where the matrix looks.
const say = (words) => { document.documentElement.dataset.picture = words; };

export async function show(result) {
  try {
    const { url } = await result;
    const img = document.createElement('img');
    img.src = url;
    document.body.append(img);
    await img.decode();
    say(`a picture of ${img.naturalWidth} × ${img.naturalHeight}`);
  } catch (error) {
    say(`failed: ${error?.message ?? error}; ${error?.hint}; ${error?.cause}`);
  }
}
