//! Products panel by panel: what is copied on the way, and which columns are left for another form.

use super::along::Along;
use super::blocked::Blocked;
use super::far;
use super::few::Few;
use super::outer::Outer;
use super::packed::{DEEP, Packed, SHALLOW};
use super::parts::{dots, in_parts, in_rows};
use super::pays::{
    Apart, Copied, apart, by_blocks, copied, copies_at_once, is_deep, never_in_place,
};
use super::{Layout, Operands};
use crate::Element;

/// A product panel by panel, but for the last columns, if they are better computed apart.
pub(super) fn by_columns<T: Element>(
    layout: Layout,
    sizes: (usize, usize, usize),
    operands: &mut Operands<'_, T>,
) {
    let n = sizes.1;
    let whole = n / 16 * 16;
    let outer = Outer::new(layout, sizes, operands);
    let copied = copied::<T>(layout, sizes);
    let Some(way) = apart::<T>(layout, sizes, &copied) else {
        return panels(layout, sizes, outer, &copied);
    };
    if whole > 0 {
        panels(layout, sizes, outer.columns(0, whole), &copied);
    }
    match way {
        Apart::AsFew => in_rows(outer.columns(whole, n - whole), |part| {
            T::dispatch(Few(part));
        }),
        Apart::AsDots => dots(sizes, whole, operands),
    }
}

/// Columns of a product of these sizes, panel by panel.
fn panels<T: Element>(
    layout: Layout,
    sizes: (usize, usize, usize),
    outer: Outer<T>,
    copied: &Copied,
) {
    let never_in_place = never_in_place::<T>(layout, sizes);
    match copied {
        Copied::Both => {
            let at_once = copies_at_once(sizes);
            in_parts(outer, |outer| {
                T::dispatch(Blocked {
                    outer,
                    at_once,
                    never_in_place,
                });
            });
        }
        Copied::Along => in_parts(outer, |part| T::dispatch(Along(part))),
        Copied::Nothing if layout != Layout::Nt => in_parts(outer, |part| T::dispatch(part)),
        _ => {
            let by_blocks = if never_in_place {
                far::by_blocks::<T>((sizes.0, sizes.2))
            } else {
                by_blocks::<T>(layout, sizes)
            };
            if is_deep::<T>(layout, sizes, never_in_place) {
                in_parts(outer, |outer| {
                    T::dispatch(Packed::<T, DEEP> {
                        outer,
                        by_blocks,
                        never_in_place,
                    });
                });
            } else {
                in_parts(outer, |outer| {
                    T::dispatch(Packed::<T, SHALLOW> {
                        outer,
                        by_blocks,
                        never_in_place,
                    });
                });
            }
        }
    }
}
