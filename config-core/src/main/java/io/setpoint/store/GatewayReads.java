package io.setpoint.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Consistent reads over etcd's HTTP gateway, on the thread of the caller: linearizable,
 * page by page, all pages at one revision. The endpoints are asked in their order until
 * one serves, and that one is asked from then on.
 */
final class GatewayReads {

	private static final Runnable NOBODY = () -> {
	};

	private final EtcdConnection connection;

	private final List<Gateway> gateways = new ArrayList<>();

	private final AtomicInteger firstPage = PageSize.first();

	private final Endpoints endpoints = new Endpoints();

	private int current;

	private @Nullable String token;

	GatewayReads(EtcdConnection connection) {
		this.connection = connection;
		GatewaySockets sockets = connection.isSecure() ? GatewaySockets.of(connection.ssl()) : null;
		connection.endpoints().forEach((endpoint) -> this.gateways.add(new Gateway(connection, endpoint, sockets)));
	}

	/**
	 * Read all keys of some prefixes.
	 * @param prefixes the prefixes
	 * @param revision the revision to read at, or 0 for the current one
	 * @param patience how long it may take
	 * @return the keys
	 * @throws StoreException if etcd refuses, is silent or is not there
	 * @throws GatewayUnusableException if the client has to find out
	 */
	Image read(List<String> prefixes, long revision, Patience patience) {
		PageSize size = new PageSize(this.firstPage, this.connection.callTimeout());
		PagedRead read = new PagedRead(prefixes, revision, false, size, NOBODY);
		while (true) {
			try {
				if (read.arrived(page(read.next(), patience))) {
					return read.image();
				}
			}
			catch (StoreException ex) {
				if (patience.left().isZero() || !read.goesOnAfter(ex)) {
					throw ex;
				}
			}
		}
	}

	private Page page(PageRequest request, Patience patience) {
		List<StoreException> failures = new ArrayList<>();
		while (failures.size() < this.gateways.size() && (failures.isEmpty() || !patience.left().isZero())) {
			Gateway gateway = this.gateways.get(this.current);
			try {
				return page(gateway, request, patience);
			}
			catch (StoreException ex) {
				if (!isOfOneMember(ex)) {
					throw ex;
				}
				failures.add(ex);
				this.current = (this.current + 1) % this.gateways.size();
			}
		}
		throw ofAll(failures);
	}

	private Page page(Gateway gateway, PageRequest request, Patience patience) {
		boolean fresh = this.token == null;
		try {
			return ask(gateway, request, patience);
		}
		catch (StoreException ex) {
			if (fresh || !GatewayRefusalException.isOfToken(ex)) {
				throw ex;
			}
			this.token = null;
			return ask(gateway, request, patience);
		}
	}

	private Page ask(Gateway gateway, PageRequest request, Patience patience) {
		String user = this.connection.user();
		String password = this.connection.password();
		try {
			if (user != null && password != null && this.token == null) {
				this.token = gateway.ask(GatewayRequest.login(user, password), null, patience).token();
			}
			Page page = gateway.ask(GatewayRequest.range(request), this.token, patience).page();
			if (!this.endpoints.isFollowed(page.clusterId())) {
				throw this.endpoints.foreign(page.clusterId());
			}
			return page;
		}
		catch (IllegalArgumentException ex) {
			throw new GatewayUnusableException(
					"The HTTP gateway is not used, for what it would be sent: " + ex.getClass().getSimpleName(), ex);
		}
	}

	private static boolean isAway(StoreException failure) {
		return failure instanceof NobodyListensException || failure instanceof AnswerLateException;
	}

	private static boolean isOfOneMember(StoreException failure) {
		return isAway(failure) || failure instanceof OtherClusterException
				|| GatewayRefusalException.isOfOneMember(failure);
	}

	/**
	 * Where the members fail in different ways, the client finds out which says most.
	 * @param failures the failure of each
	 * @return the failure of all
	 */
	private RuntimeException ofAll(List<StoreException> failures) {
		StoreException first = failures.get(0);
		if (failures.size() == 1) {
			return first;
		}
		EtcdErrors errors = new EtcdErrors(this.connection);
		if (failures.stream().allMatch(NobodyListensException.class::isInstance)) {
			StoreException nobody = errors.ofConnection(first.getCause());
			return (nobody != null) ? nobody : first;
		}
		return failures.stream().allMatch(GatewayReads::isAway) ? errors.late(first.getCause())
				: new GatewayUnusableException("The HTTP gateways fail in different ways", first);
	}

	void close() {
		this.gateways.forEach(Gateway::close);
	}

}
