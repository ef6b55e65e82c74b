import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;
import org.springframework.web.socket.handler.SessionLimitExceededException;
import org.springframework.web.socket.handler.TextWebSocketHandler;

@Component
public class ChatHandler extends TextWebSocketHandler {
    private static final Logger log = LoggerFactory.getLogger(ChatHandler.class);
    private static final int LONGEST_MS = 5_000;
    private static final int MOST_BYTES = 64 * 1024;

    private final Map<String, WebSocketSession> sessions = new ConcurrentHashMap<>();

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
        var safe = new ConcurrentWebSocketSessionDecorator(session, LONGEST_MS, MOST_BYTES);
        sessions.put(session.getId(), safe);
        log.info("{} has come, {} are here", session.getId(), sessions.size());
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) {
        log.info("{} says {}", session.getId(), message.getPayload());
        var answer = new TextMessage(session.getId() + ": " + message.getPayload());
        sessions.values().forEach(other -> send(other, answer));
    }

    @Override
    public void handleTransportError(WebSocketSession session, Throwable error) {
        log.info("{} has a broken connection: {}", session.getId(), error.getMessage());
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        sessions.remove(session.getId());
        log.info("{} has left with {}", session.getId(), status.getCode());
    }

    private void send(WebSocketSession other, TextMessage message) {
        try {
            if (other.isOpen()) other.sendMessage(message);
        } catch (SessionLimitExceededException slow) {
            log.info("{} is too slow", other.getId());
            close(other, slow.getStatus());
        } catch (IOException | IllegalStateException error) {
            log.info("nothing sent to {}: {}", other.getId(), error.getMessage());
        }
    }

    private void close(WebSocketSession other, CloseStatus status) {
        try {
            other.close(status);
        } catch (IOException error) {
            log.info("{} is gone already", other.getId());
        }
    }
}
