package io.setpoint.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What etcd's HTTP gateway has answered: keys, a token, or a refusal. What it says beside
 * that is skipped.
 */
final class GatewayAnswer {

	private final JsonScanner json;

	private final List<KeyValue> entries = new ArrayList<>();

	private long clusterId;

	private long revision;

	private boolean more;

	private @Nullable String token;

	private @Nullable String message;

	private int code;

	private GatewayAnswer(String body) {
		this.json = new JsonScanner(body);
		this.json.object(this::read);
		this.json.end();
	}

	/**
	 * Read an answer.
	 * @param body the bytes of the answer
	 * @return the answer
	 * @throws IllegalArgumentException if this is none of etcd
	 */
	static GatewayAnswer of(byte[] body) {
		try {
			return new GatewayAnswer(new String(body, StandardCharsets.UTF_8));
		}
		catch (StackOverflowError ex) {
			throw new IllegalArgumentException("This is nested too deep for an answer of etcd", ex);
		}
	}

	private void read(String name) {
		switch (name) {
			case "header" -> this.json.object(this::readHeader);
			case "kvs" -> this.json.array(() -> this.entries.add(new Entry().read()));
			case "more" -> {
				this.more = Boolean.parseBoolean(this.json.scalar());
			}
			case "token" -> {
				this.token = this.json.string();
			}
			case "message" -> {
				this.message = this.json.string();
			}
			case "code" -> {
				this.code = Integer.parseInt(this.json.scalar());
			}
			default -> this.json.skip();
		}
	}

	private void readHeader(String name) {
		switch (name) {
			case "cluster_id" -> {
				this.clusterId = Long.parseUnsignedLong(this.json.scalar());
			}
			case "revision" -> {
				this.revision = Long.parseLong(this.json.scalar());
			}
			default -> this.json.skip();
		}
	}

	Page page() {
		if (this.clusterId == 0 || this.revision == 0) {
			throw new IllegalArgumentException("An answer of etcd has a header");
		}
		return new Page(this.clusterId, this.revision, this.entries, this.more);
	}

	String token() {
		if (this.token == null) {
			throw new IllegalArgumentException("A login of etcd gives a token");
		}
		return this.token;
	}

	@Nullable String message() {
		return this.message;
	}

	EtcdErrors.Code code() {
		return EtcdErrors.Code.of(this.code);
	}

	/**
	 * One key. What has its default is left out by etcd.
	 */
	private final class Entry {

		private byte[] key = {};

		private byte[] value = {};

		private long createRevision;

		private long modRevision;

		KeyValue read() {
			GatewayAnswer.this.json.object(this::read);
			return new KeyValue(KeyText.text(this.key), this.value, this.createRevision, this.modRevision);
		}

		private void read(String name) {
			JsonScanner json = GatewayAnswer.this.json;
			switch (name) {
				case "key" -> {
					this.key = Base64.getDecoder().decode(json.string());
				}
				case "value" -> {
					this.value = Base64.getDecoder().decode(json.string());
				}
				case "create_revision" -> {
					this.createRevision = Long.parseLong(json.scalar());
				}
				case "mod_revision" -> {
					this.modRevision = Long.parseLong(json.scalar());
				}
				default -> json.skip();
			}
		}

	}

}
