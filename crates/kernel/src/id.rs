//! Typed indices: a number that names one thing of one kind, and a slab that hands them out.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// What a typed index must offer to address a [`Slab`].
pub(crate) trait Id: Copy + Eq + Ord + std::fmt::Debug {
    /// The index for a position.
    fn from_index(index: usize) -> Self;
    /// The position of the index.
    fn index(self) -> usize;
}

macro_rules! id {
    ($(#[$meta:meta])* $visibility:vis $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $visibility struct $name(pub u32);

        impl Id for $name {
            fn from_index(index: usize) -> Self {
                Self(index as u32)
            }
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(
    /// A host of the world.
    pub HostId
);
id!(
    /// A process of a host.
    pub ProcessId
);
id!(
    /// A thread of a host; every process has at least one.
    pub ThreadId
);
id!(
    /// An open file description of a host.
    pub FileId
);
id!(
    /// A socket of a host.
    pub SocketId
);
id!(
    /// An entry among the timers of a host.
    pub(crate) TimerId
);
id!(
    /// An epoll instance of a host.
    pub(crate) EpollId
);
id!(
    /// A link between two hosts of the world.
    pub LinkId
);

/// Things of one kind, each at a stable index that is reused after removal.
#[derive(Debug, Clone)]
pub(crate) struct Slab<I, T> {
    slots: Vec<Option<T>>,
    free: Vec<u32>,
    kind: PhantomData<I>,
}

impl<I: Id, T> Slab<I, T> {
    pub(crate) const fn new() -> Self {
        Self { slots: Vec::new(), free: Vec::new(), kind: PhantomData }
    }

    pub(crate) fn insert(&mut self, thing: T) -> I {
        if let Some(slot) = self.free.pop() {
            self.slots[slot as usize] = Some(thing);
            return I::from_index(slot as usize);
        }
        self.slots.push(Some(thing));
        I::from_index(self.slots.len() - 1)
    }

    pub(crate) fn remove(&mut self, id: I) -> Option<T> {
        let thing = self.slots.get_mut(id.index())?.take()?;
        self.free.push(id.index() as u32);
        Some(thing)
    }

    pub(crate) fn get(&self, id: I) -> Option<&T> {
        self.slots.get(id.index())?.as_ref()
    }

    pub(crate) fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.slots.get_mut(id.index())?.as_mut()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (I, &T)> {
        self.slots
            .iter()
            .enumerate()
            .filter_map(|(at, slot)| slot.as_ref().map(|thing| (I::from_index(at), thing)))
    }

    pub(crate) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }
}

impl<I: Id, T> Index<I> for Slab<I, T> {
    type Output = T;
    fn index(&self, id: I) -> &T {
        self.slots[id.index()].as_ref().expect("a live index")
    }
}

impl<I: Id, T> IndexMut<I> for Slab<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        self.slots[id.index()].as_mut().expect("a live index")
    }
}
