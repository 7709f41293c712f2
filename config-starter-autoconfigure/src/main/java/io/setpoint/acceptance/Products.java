package io.setpoint.acceptance;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * What is built from one live value, for as long as somebody holds it. A bean of a scope
 * that maps a value in its constructor does not say when it has gone.
 */
final class Products {

	private final Set<Held> held = ConcurrentHashMap.newKeySet();

	private final ReferenceQueue<DerivedLive<?, ?>> dropped = new ReferenceQueue<>();

	private final Lane<Product<?, ?>> ending;

	Products(Executor executor) {
		this.ending = new Lane<>(Product::close, (earlier, later) -> null, Integer.MAX_VALUE, executor);
	}

	<T, R> DerivedLive<T, R> add(DerivedLive<T, R> live) {
		endDropped();
		this.held.add(new Held(live, this.dropped));
		return live;
	}

	/**
	 * End what nobody holds any more, also of what was mapped in turn: that holds what it
	 * was mapped from. Neither fails nor waits.
	 */
	void endDropped() {
		for (Reference<?> next = this.dropped.poll(); next != null; next = this.dropped.poll()) {
			if (next instanceof Held gone && this.held.remove(gone)) {
				this.ending.add(gone.product);
			}
		}
		this.held.forEach((each) -> each.product.products().endDropped());
	}

	void close() {
		this.held.forEach((each) -> each.product.close());
		this.held.clear();
	}

	private static final class Held extends WeakReference<DerivedLive<?, ?>> {

		private final Product<?, ?> product;

		Held(DerivedLive<?, ?> live, ReferenceQueue<DerivedLive<?, ?>> dropped) {
			super(live, dropped);
			this.product = live.product();
		}

	}

}
