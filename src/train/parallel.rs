//! On several threads: data sets are judged a run of batches a thread, and batches are made ready ahead.
//!
//! What comes of it is the same to the bit on any number of threads: each batch is judged by itself, and what was found is
//! added in the batches' order.

use std::vec;

use rayon::iter::{IndexedParallelIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;

use super::evaluate::{Tally, judge};
use super::feed::Feed;
use super::report::Score;
use crate::data::Dataset;
use crate::dim::Dim;
use crate::loss::Loss;
use crate::network::{InputBatch, InputOf, Layer};
use crate::shape::Shape;
use crate::tensor::{Batch, Tensor};
use crate::threads::{MULTIPLY_ADDS, sharing};
use crate::{Element, boxed};

/// Below as many bytes, a batch is copied sooner than another thread is called: of 100 KB, it cost 4% of a step of
/// 784-128-10; of 400 KB, it saved 4%.
const BYTES: usize = 1 << 18;

/// The score of a network on a data set; `None` where one thread has it as soon.
pub(super) fn score<N: Layer, L: Loss<N::Out, N::Elem>, B: Dim>(
    network: &N,
    loss: &L,
    data: &Dataset<InputOf<N>, L::Target>,
) -> Option<Score> {
    let batches = data.len().div_ceil(B::LEN);
    let threads = sharing(N::PARAMS.saturating_mul(data.len()) / MULTIPLY_ADDS);
    if batches < 2 || threads < 2 {
        return None;
    }
    let run = batches.div_ceil(threads);
    let mut tallies = vec![Tally::default(); batches];
    tallies
        .par_chunks_mut(run)
        .with_max_len(1)
        .enumerate()
        .for_each(|(chunk, tallies)| {
            let mut input = boxed::<InputBatch<B, N>>();
            let mut buffers = boxed::<N::Buffers<B>>();
            for (i, tally) in tallies.iter_mut().enumerate() {
                let batch = chunk * run + i;
                *tally = judge(network, loss, data, batch, &mut input, &mut buffers);
            }
        });
    Some(tallies.into_iter().collect::<Tally>().score())
}

/// Whether the next batch is made ready by another thread.
pub(super) fn feeds_ahead<X>() -> bool {
    size_of::<X>() >= BYTES && rayon::current_num_threads() > 1
}

/// As [`for_each_batch`](super::feed::for_each_batch) there: while `step` runs on this thread, another fills a second batch.
pub(super) fn for_each_batch<B: Dim, S: Shape, T: Element, Y: Clone + Send + Sync, E>(
    data: &Dataset<Tensor<S, T>, Y>,
    order: &[usize],
    input: &mut Batch<B, S, T>,
    mut step: impl FnMut(usize, &Batch<B, S, T>, &[Y]) -> Result<(), E>,
) -> Result<(), E> {
    let mut second = boxed::<Batch<B, S, T>>();
    let (mut now, mut next) = (Feed::new(input), Feed::new(&mut second));
    let mut chunks = order.chunks(B::LEN);
    let mut chosen = chunks.next();
    if let Some(first) = chosen {
        now.fill(data, first);
    }
    let mut i = 0;
    while chosen.is_some() {
        chosen = chunks.next();
        rayon::in_place_scope(|scope| {
            if let Some(chosen) = chosen {
                scope.spawn(|_| next.fill(data, chosen));
            }
            step(i, now.input, &now.targets)
        })?;
        core::mem::swap(&mut now, &mut next);
        i += 1;
    }
    Ok(())
}
