//! A small map that is a sorted list: in a page, each B-tree of another type costs 4 kB.

/// Values by their keys, in the order of the keys.
#[derive(Debug, Clone)]
pub(crate) struct Table<K, V> {
    rows: Vec<(K, V)>,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> Table<K, V> {
    pub(crate) const fn new() -> Self {
        Self { rows: Vec::new() }
    }

    pub(crate) const fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.rows.iter().map(|(key, value)| (key, value))
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.rows.iter().map(|(_, value)| value)
    }

    pub(crate) fn first(&self) -> Option<&(K, V)> {
        self.rows.first()
    }
}

impl<K: Ord, V> Table<K, V> {
    fn place(&self, key: &K) -> Result<usize, usize> {
        self.rows.binary_search_by(|(known, _)| known.cmp(key))
    }

    pub(crate) fn contains(&self, key: &K) -> bool {
        self.place(key).is_ok()
    }

    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.place(key).ok().map(|at| &self.rows[at].1)
    }

    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.place(key).ok().map(|at| &mut self.rows[at].1)
    }

    /// Puts a value where its key belongs; one of the same key makes way.
    pub(crate) fn insert(&mut self, key: K, value: V) {
        match self.place(&key) {
            Ok(at) => self.rows[at].1 = value,
            Err(at) => self.rows.insert(at, (key, value)),
        }
    }

    pub(crate) fn remove(&mut self, key: &K) -> Option<V> {
        self.place(key).ok().map(|at| self.rows.remove(at).1)
    }
}

impl<K, V> IntoIterator for Table<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_map_in_order() {
        let mut table = Table::new();
        for key in [5, 1, 9, 1, 7] {
            table.insert(key, key * 10);
        }
        table.insert(9, 0);
        assert_eq!(table.iter().collect::<Vec<_>>(), [(&1, &10), (&5, &50), (&7, &70), (&9, &0)]);
        assert_eq!((table.remove(&5), table.remove(&5), table.len()), (Some(50), None, 3));
        assert_eq!((table.get(&7), table.get(&8), table.contains(&1)), (Some(&70), None, true));
    }
}
