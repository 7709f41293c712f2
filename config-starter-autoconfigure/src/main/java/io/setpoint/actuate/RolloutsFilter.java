package io.setpoint.actuate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import io.setpoint.rollout.RolloutFormat;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Servlet filter around {@code /actuator/rollouts}: refuses a body of which something
 * would be lost on the way to the operation, and says in a sentence what the server
 * answers with a bare status.
 *
 * @since 0.1.0
 */
public final class RolloutsFilter extends OncePerRequestFilter {

	private final Supplier<String> path;

	private final RolloutSentences sentences;

	/**
	 * Create a filter.
	 * @param path gives the path of the endpoint below that of the servlet
	 * @param imported tells whether any configuration is imported
	 * @param exposed tells whether the endpoint is exposed
	 * @param writable tells whether write access is granted
	 */
	public RolloutsFilter(Supplier<String> path, Supplier<Boolean> imported, Supplier<Boolean> exposed,
			Supplier<Boolean> writable) {
		this.path = path;
		this.sentences = new RolloutSentences(imported, exposed, writable);
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		String path = (request.getPathInfo() != null) ? request.getPathInfo() : request.getServletPath();
		return !(path + "/").startsWith(this.path.get() + "/");
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Answer answer = new Answer(response, this.sentences::of);
		if (!"POST".equals(request.getMethod()) || !isJson(request)) {
			chain.doFilter(request, answer);
			return;
		}
		byte[] bytes = request.getInputStream().readNBytes(RolloutBody.MAX_BYTES + 1);
		RolloutBody body = RolloutBody.read(bytes, request.getParameterMap().keySet());
		if (body.problem() != null) {
			answer.write(HttpServletResponse.SC_BAD_REQUEST, body.problem());
			return;
		}
		chain.doFilter(new Replayed(request, body.content()), answer);
	}

	private static boolean isJson(HttpServletRequest request) {
		String type = request.getContentType();
		return type == null || type.toLowerCase(Locale.ROOT).contains("json");
	}

	/**
	 * An answer that says in a sentence what is the matter.
	 */
	private static final class Answer extends HttpServletResponseWrapper {

		private final IntFunction<@Nullable String> sentences;

		Answer(HttpServletResponse response, IntFunction<@Nullable String> sentences) {
			super(response);
			this.sentences = sentences;
		}

		@Override
		public void sendError(int status) throws IOException {
			sendError(status, null);
		}

		@Override
		public void sendError(int status, @Nullable String message) throws IOException {
			String sentence = this.sentences.apply(status);
			if (sentence != null) {
				write(status, sentence);
			}
			else {
				super.sendError(status, message);
			}
		}

		void write(int status, String sentence) throws IOException {
			byte[] body = RolloutFormat.write(Map.of("message", sentence));
			setStatus(status);
			setContentType("application/json");
			setCharacterEncoding(StandardCharsets.UTF_8.name());
			getOutputStream().write(body);
			flushBuffer();
		}

	}

	/**
	 * A request whose body was read already.
	 */
	private static final class Replayed extends HttpServletRequestWrapper {

		private final byte[] body;

		Replayed(HttpServletRequest request, byte[] body) {
			super(request);
			this.body = body;
		}

		@Override
		public ServletInputStream getInputStream() {
			return new ReplayedStream(new ByteArrayInputStream(this.body));
		}

		@Override
		public int getContentLength() {
			return this.body.length;
		}

		@Override
		public long getContentLengthLong() {
			return this.body.length;
		}

	}

	/**
	 * The bytes of a request that were read already.
	 */
	private static final class ReplayedStream extends ServletInputStream {

		private final ByteArrayInputStream bytes;

		ReplayedStream(ByteArrayInputStream bytes) {
			this.bytes = bytes;
		}

		@Override
		public int read() {
			return this.bytes.read();
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			return this.bytes.read(target, offset, length);
		}

		@Override
		public boolean isFinished() {
			return this.bytes.available() == 0;
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setReadListener(ReadListener listener) {
			throw new IllegalStateException("The body was read already");
		}

	}

}
